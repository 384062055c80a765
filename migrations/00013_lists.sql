-- +goose Up
-- What editors' lists ask: how often an old address was used, and what was sent
-- from one form. Visitors' login inserts there and reads nothing, and neither
-- index is unique, so that neither answers it a question.
create index redirect_hit_by_path on redirect_hit (from_path collate "C", at); -- as redirect.from_path
create index form_submission_by_page on form_submission (page_id, received_at);

-- +goose Down
drop index form_submission_by_page;
drop index redirect_hit_by_path;
