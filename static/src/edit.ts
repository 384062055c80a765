// What the edit page loads besides.
import "./admin/rich-text";
import "./admin/chooser";
