// What every page of the admin loads. Nothing needs it: each module makes
// something quicker that works without.
import "./admin/fragment";
import "./admin/preview";
import "./admin/tree";
import "./admin/slug";
import "./admin/order";
import "./admin/password";
