package publishing

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"lectern/internal/check"
	"lectern/internal/cms"
)

// CheckLevels returns the levels of content rules that administrators have
// chosen. Everybody who writes is told what they find.
func (e *Edit) CheckLevels(ctx context.Context) (check.Levels, error) {
	stored, err := e.tx.CheckLevels(ctx)
	levels := check.Levels{}
	for rule, level := range stored {
		levels[rule] = check.Level(level)
	}
	return levels, err
}

// ChosenLevels is CheckLevels for those who may change them.
func (e *Edit) ChosenLevels(ctx context.Context) (check.Levels, error) {
	if err := e.configures(); err != nil {
		return nil, err
	}
	return e.CheckLevels(ctx)
}

// SetCheckLevels chooses levels of content rules, by their names: all, or none
// if there is anything wrong with one. Rules that are not named stay as they are.
func (e *Edit) SetCheckLevels(ctx context.Context, levels check.Levels) error {
	if err := e.mayConfigure(ctx); err != nil {
		return err
	}
	if err := cms.InvalidUnlessNone(wrongLevels(levels)); err != nil {
		return err
	}
	before, err := e.CheckLevels(ctx)
	if err != nil {
		return err
	}
	for _, rule := range check.Rules() {
		level, chosen := levels[rule.Name]
		was := before.Of(rule.Name)
		if !chosen || level == was {
			continue
		}
		stored := level
		if level == rule.Level {
			stored = ""
		}
		if err := e.tx.SetCheckLevel(ctx, rule.Name, string(stored)); err != nil {
			return err
		}
		if err := e.audit(ctx, "set-check-level", "", "", "", map[string]any{"rule": rule.Name, "level": level, "was": was}); err != nil {
			return err
		}
	}
	return nil
}

func wrongLevels(levels check.Levels) (problems []cms.Problem) {
	for _, name := range slices.Sorted(maps.Keys(levels)) {
		if _, known := check.RuleAbout(name); !known {
			problems = append(problems, cms.Problem{Field: name, Message: fmt.Sprintf("there is no rule called %q", name)})
		} else if !levels[name].Valid() {
			problems = append(problems, cms.Problem{Field: name, Message: "choose off, advise or block"})
		}
	}
	return problems
}
