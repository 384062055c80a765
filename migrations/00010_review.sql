-- +goose Up
-- How far a draft is on its way to its readers. It lies in the draft's own row,
-- so that whoever changes the text changes this with it. What was said earlier
-- is in the audit.
alter table draft
  add column review_state text not null default 'draft' check (review_state in ('draft', 'review', 'approved')),
  add column reviewed_by uuid,
  add column reviewed_at timestamptz,
  add column review_note text not null default '',
  add constraint review_by_somebody check (review_state = 'draft' or (reviewed_by is not null and reviewed_at is not null)),
  add constraint nobody_approves_their_own check (review_state <> 'approved' or reviewed_by <> editor_id);
comment on column draft.review_state is 'Only what is approved may be released; a change makes it a draft again.';
comment on column draft.reviewed_by is 'Who asked for the review, approved or returned it.';
create index draft_in_review on draft (reviewed_at) where review_state = 'review';

-- +goose Down
alter table draft drop column review_state, drop column reviewed_by, drop column reviewed_at, drop column review_note;
