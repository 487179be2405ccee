package web

import (
	"reflect"
	"testing"
)

// TestTemplates_fitTheirStructs: each page renders from its struct, with every field set (so that every branch is taken) and with
// none.
func TestTemplates_fitTheirStructs(t *testing.T) {
	pages, err := parseTemplates()
	if err != nil {
		t.Fatal(err)
	}
	structs := map[string]any{
		"search": SearchPage{}, "publication": PublicationPage{}, "error": ErrorPage{}, "help": HelpPage{},
		"accessibility": AccessibilityPage{}, "embed": EmbedPage{},
	}
	for name := range pages.pages {
		if structs[name] == nil {
			t.Errorf("template %s has no struct here", name)
		}
	}
	for name, empty := range structs {
		full := reflect.New(reflect.TypeOf(empty)).Elem()
		fill(full, 0)
		for _, data := range []any{empty, full.Interface()} {
			if _, err := pages.render(name, data); err != nil {
				t.Errorf("%s with %.200v: %v", name, data, err)
			}
		}
	}
}

// fill sets every field to something that is not zero.
func fill(v reflect.Value, depth int) {
	const deepest = 6
	if depth > deepest {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(2)
	case reflect.Float64:
		v.SetFloat(2)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), depth+1)
		fill(v.Index(1), depth+1)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fill(v.Field(i), depth+1)
			}
		}
	}
}
