// What the edit page loads besides.
import "./admin/rich-text";
