-- +goose Up
-- Blocks that somebody has copied, to paste on another page.

create table copied_block (
  id         uuid primary key default gen_random_uuid(),
  account_id uuid not null references account on delete cascade,
  what       text not null,
  body       jsonb not null,
  copied_at  timestamptz not null default clock_timestamp()
);
comment on table copied_block is 'A block that somebody has copied. Theirs alone: pages need not be read by all. The last few are kept, for a week.';
comment on column copied_block.what is 'What it is called for whoever pastes it, such as Callout: How it began.';
comment on column copied_block.body is 'As it stands in the body of a page.';
create index copied_block_by_account on copied_block (account_id, copied_at desc);
alter table copied_block enable row level security;
alter table copied_block alter what set statistics 0, alter body set statistics 0;

-- +goose Down
drop table copied_block;
