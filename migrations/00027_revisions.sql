-- +goose Up
-- What was written before can be looked back at.

alter table revision add column automatic boolean not null default false;
alter table revision alter automatic set statistics 0;
comment on column revision.automatic is 'Cut from what an editor had saved automatically before they saved more: nobody asked for it.';

create table revision_name (
  revision_id uuid primary key references revision on delete cascade,
  name        text not null check (name <> '' and char_length(name) <= 80)
);
comment on table revision_name is 'What editors call a revision. Beside it, because a revision is never changed and its name may be. The audit says who named it, and when.';
alter table revision_name enable row level security;

-- +goose Down
drop table revision_name;
alter table revision drop column automatic;
