// What the edit page loads besides.
import "./admin/rich-text";

import { saveItself } from "./admin/autosave";
import { chooseBlocks } from "./admin/block-chooser";
import { closeMenus, firstWords, followMap, openAll, openTargets } from "./admin/blocks";
import { countCharacters } from "./admin/counters";
import { dragBlocks } from "./admin/drag";
import { form, watchText } from "./admin/edit-form";
import { arrangeEntries } from "./admin/entries";
import { askWhenChosen } from "./admin/when-chosen";

if (form) {
  watchText();
  saveItself();
  chooseBlocks();
  arrangeEntries();
  countCharacters();
  openAll();
  closeMenus();
  firstWords();
  followMap();
  openTargets();
  dragBlocks();
  askWhenChosen();
}
import "./admin/chooser";
