// How each block is added to a page and filled in, with scripts and without.

import { button, press } from "./journey-kit.mjs";

// Writer writes on an edit page.
export class Writer {
  constructor(office, page) {
    Object.assign(this, { office, page });
  }

  // act uses a button that changes something about the form: scripts do it in
  // the page, and without them the page comes again.
  async act(button) {
    if (this.office.scripts) await button.click();
    else await press(this.page, button);
  }

  // text types into a field.
  async text(place, label, value) {
    let field = place.getByRole("textbox", { name: named(label) }).last();
    if (this.office.scripts && (await field.evaluate((one) => !!one.closest("lectern-rich-text")))) {
      await field.scrollIntoViewIfNeeded();
      await field.focus(); // from now on, it is an editor
      field = place.locator("[contenteditable=true]").and(place.getByRole("textbox", { name: named(label) })).last();
    }
    await field.fill(value);
  }

  group(place, label) {
    return place.getByRole("group", { name: named(label) }).last();
  }

  // add makes another entry of a list, and returns when it is there.
  async add(place, list) {
    const entries = this.group(place, list).locator("[data-entry]");
    const before = await entries.count();
    await this.act(button(this.group(place, list), new RegExp(`to ${list}$`)));
    await entries.nth(before).waitFor();
    return entries.nth(before);
  }

  // choose picks something that is there already.
  async choose(place, query, title) {
    const { page, office } = this;
    const opens = place.getByRole("button", { name: /^(Choose|Add) .*: / }).last();
    if (office.scripts) await opens.click();
    else await press(page, opens);
    const chooser = office.scripts ? page.getByRole("dialog") : page.getByRole("main");
    const search = chooser.getByRole("searchbox");
    await search.fill(query);
    if (!office.scripts) await press(page, chooser.getByRole("button", { name: "Search", exact: true }));
    const many = chooser.getByRole("checkbox", { name: title });
    const one = chooser.getByRole("button", { name: title });
    await many.or(one).first().waitFor();
    if (await many.count()) {
      await many.first().check();
      await this.put(chooser, button(chooser, "Use these"));
    } else {
      await this.put(chooser, one.first());
    }
    await place.locator(".chosen-name").first().waitFor();
  }

  // upload picks a picture that is not there yet.
  async upload(place, picture, description) {
    const { page, office } = this;
    const opens = place.getByRole("button", { name: /^Choose .*: / }).last();
    if (office.scripts) await opens.click();
    else await press(page, opens);
    const chooser = office.scripts ? page.getByRole("dialog") : page.getByRole("main");
    await chooser.getByLabel("Picture", { exact: true }).setInputFiles(picture);
    await chooser.getByLabel("Alternative text: what the picture shows").fill(description);
    await this.put(chooser, button(chooser, "Add and use it"));
    await place.locator(".chosen-name").first().waitFor();
  }

  async put(chooser, button) {
    if (!this.office.scripts) return press(this.page, button);
    await button.click();
    await chooser.waitFor({ state: "detached" });
  }

  // types lists the blocks that may be added to a page.
  async types(place) {
    const { page, office } = this;
    await this.openTypes(place);
    const names = await page.locator(".block-choice-name").allTextContents();
    if (office.scripts) await page.keyboard.press("Escape");
    else await press(page, page.getByRole("link", { name: "Back without adding one" }));
    return names;
  }

  async openTypes(place) {
    const opens = button(place.locator("> .block-add, > .block-list > .block > .block-add"), /Add a block/);
    if (this.office.scripts) await opens.click();
    else await press(this.page, opens);
    await this.page.locator(".block-choice").first().waitFor();
  }

  // block adds one at the end of a list, and fills it in.
  async block(place, type) {
    const { page, office } = this;
    const list = place.locator("> .block-list > .block");
    const before = await list.count();
    await this.openTypes(place);
    const choices = page.getByRole(office.scripts ? "option" : "button");
    await this.act(choices.filter({ has: page.locator(".block-choice-name").getByText(type, { exact: true }) }));
    await list.nth(before).waitFor();
    const block = page.locator(`[id="${await list.nth(before).getAttribute("id")}"]`);
    if (!fill[type]) return office.report(`nobody has told how to fill in the block ${type}`);
    await fill[type](this, block);
    return block;
  }
}

const named = (label) => new RegExp(`^${label.replaceAll(/[()?]/g, "\\$&")}( required)?$`);

// fill says how each block is filled in.
const fill = {
  async Button(w, block) {
    const link = w.group(block, "Link");
    await w.text(link, "Words of the link", "See the service");
    await w.choose(link, "spine", /^Spine\b/);
  },
  async Callout(w, block) {
    await w.text(block, "Heading", "Mind this");
    await w.text(block, "Text", "It stands out.");
  },
  async "Card grid"(w, block) {
    await w.text(block, "Heading", "Where to go on");
    const card = await w.add(block, "Cards");
    await w.text(card, "Title", "A card");
    await w.text(card, "or to an address", "https://example.org/card");
  },
  async "Change notice"(w, block) {
    await w.text(block, "Title", "A change");
    await w.text(block, "Date and time", "5 March 2026 09:30");
    await w.text(block, "Text", "Something is different.");
  },
  async Chart(w, block) {
    await w.text(block, "Title", "March was the best month");
    await w.text(block, "Summary", "In January there were one, in March three.");
    await w.text(block, "Data", "Month,Visits\nJanuary,1\nMarch,3\n");
    await w.text(block, "Measure and unit", "Visits");
  },
  async Checklist(w, block) {
    await w.text(await w.add(block, "Entries"), "Text", "The first entry");
  },
  async Clauses(w, block) {
    await w.text(block, "Heading", "What holds");
    const clause = await w.add(block, "Clauses");
    await w.text(clause, "Number", "1.1");
    await w.text(clause, "Text", "This holds.");
  },
  async Code(w, block) {
    await w.text(block, "Code", "print(1)\n  print(2)");
  },
  async "Contact details"(w, block) {
    await w.text(block, "Heading", "Ask us");
    await w.text(block, "Name", "The desk");
    await w.text(block, "Email", "desk@example.org");
  },
  async Dashboard(w, block) {
    await w.text(block, "Title", "The dashboard");
    await w.text(block, "Address of the dashboard", "https://example.org/dashboard");
    await w.text(block, "What it shows", "Figures by month, for each of the regions.");
    await w.choose(w.group(block, "Link to the data"), "dashboards", /dashboards/i);
  },
  async Downloads(w, block) {
    const file = await w.add(block, "Files");
    await w.choose(w.group(file, "File"), "csv", /csv/i);
  },
  async Expander(w, block) {
    await w.text(block, "Heading", "Open this");
    await w.block(w.group(block, "Content"), "Quote");
  },
  async "Featured item"(w, block) {
    await w.text(block, "Title", "This first");
    await w.text(w.group(block, "Link"), "or to an address", "https://example.org/first");
  },
  async Gallery(w, block) {
    const item = await w.add(block, "Pictures");
    await w.choose(w.group(item, "Image"), "", /desk/);
    await w.text(item, "Title", "The desk again");
  },
  async "Icon list"(w, block) {
    const item = await w.add(block, "Entries");
    await w.text(item, "Heading", "On time");
    await w.text(item, "Text", "Always.");
    await item.getByRole("combobox", { name: /^Icon/ }).selectOption("Clock");
  },
  async Image(w, block) {
    const image = w.group(block, "Image");
    await w.upload(image, w.picture, "A desk by a window");
    const alternative = image.getByRole("textbox", { name: "Alternative text" });
    await w.office.comes("the alternative text", () => alternative.inputValue(), "A desk by a window");
  },
  async "Key facts"(w, block) {
    await w.text(await w.add(block, "Facts"), "Headline", "71% were seen in time");
  },
  async "Latest list"(w, block) {
    await w.text(block, "Heading", "The latest");
  },
  async People(w, block) {
    await w.choose(w.group(block, "People"), "", /./);
  },
  async Quote(w, block) {
    await w.text(block, "Text", "It was worth it.");
    await w.text(block, "Person", "Robin Reader");
  },
  async "Statistics panel"(w, block) {
    const number = await w.add(block, "Numbers");
    await w.text(number, "Value", "1.6");
    await w.text(number, "Unit", "forms a day");
  },
  async Table(w, block) {
    await w.text(block, "Caption", "Visits by month");
    await w.add(block, "Columns");
    await w.add(block, "Rows");
    const columns = w.group(block, "Columns").locator("[data-entry]");
    const rows = w.group(block, "Rows").locator("[data-entry]");
    const [width, height] = [await columns.count(), await rows.count()];
    for (let x = 0; x < width; x++) await w.text(columns.nth(x), "Name", `Column ${x + 1}`);
    for (let y = 0; y < height; y++) await w.text(rows.nth(y), `Row ${y + 1}, column 1`, `${y + 1} January`);
  },
  async "Text section"(w, block) {
    await w.text(block, "Heading", "How it began");
    await w.text(block, "Text", "It began with a question.");
  },
  async "Navigation tiles"(w, block) {
    const tile = await w.add(block, "Tiles");
    await w.text(tile, "Title", "A tile");
    await w.text(tile, "Action text", "Find a service");
    await w.text(w.group(tile, "Link"), "or to an address", "https://example.org/tile");
  },
  async Video(w, block) {
    await w.text(block, "Title", "A video");
    await w.text(block, "Address of a video elsewhere", "https://example.org/video");
    await block.getByRole("checkbox", { name: "The video has captions already" }).check();
    await w.text(block, "Transcript", "All that is said.");
  },
};
