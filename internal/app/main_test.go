package app_test

import (
	"testing"

	"lectern/internal/testkit"
)

func TestMain(m *testing.M) { testkit.Main(m) }
