-- +goose Up
-- Redirects from many addresses are asked for wherever nothing is found. They
-- are few, and so that they are found among many thousands of others:
create index redirect_rule on redirect (from_path) where position('*' in from_path) > 0;
comment on column redirect.from_path is 'A path, or with stars a rule: * is one or more characters of a part, ** one or more parts. An exact path wins over a rule.';
comment on column redirect.to_path is 'A path or a URL. In that of a rule, $1 is what its first star stood for.';
comment on column redirect_hit.from_path is 'As in redirect: of a rule that was followed, the rule.';

-- +goose Down
comment on column redirect_hit.from_path is null;
comment on column redirect.to_path is null;
comment on column redirect.from_path is null;
drop index redirect_rule;
