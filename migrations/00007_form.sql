-- +goose Up
-- What visitors send by forms is found by page and deleted by age. Their login
-- may insert it directly: it is bounded here as well as by the program.
create index form_submission_received on form_submission (received_at);
alter table form_submission
  add constraint form_submission_data check (jsonb_typeof(data) = 'object' and length(data::text) <= 2000000);
comment on column form_submission.page_id is 'The form''s page. What became of that is told by its releases.';
comment on column form_submission.data is 'Answers by the names of the questions, each a list of texts. Nothing says who sent them.';
comment on column form_submission.received_at is 'Deleted a settable time later (LECTERN_FORM_RETENTION).';

-- +goose Down
drop index form_submission_received;
alter table form_submission drop constraint form_submission_data;
