// What pages with a chooser load that are no edit page.
import "./admin/chooser";
