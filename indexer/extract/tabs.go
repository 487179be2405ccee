package extract

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tabs gives the label of each tab of a page by the tab's id: the text of the link or button that shows it, or "". A page shows one
// tab at a time, but all of them are its text.
func tabs(root *html.Node) map[string]string {
	labels := map[string]string{}
	for _, n := range all(root, panel) {
		labels[attr(n, "id")] = ""
	}
	if len(labels) == 0 {
		return nil
	}
	for _, n := range all(root, func(n *html.Node) bool { return isElement(n, atom.A, atom.Button) || attr(n, "role") == "tab" }) {
		for _, key := range []string{"aria-controls", "href", "data-target", "data-bs-target"} {
			id := strings.TrimPrefix(attr(n, key), "#")
			if label, ok := labels[id]; ok && label == "" {
				labels[id] = words(n)
			}
		}
	}
	return labels
}

// panel reports whether an element is a tab of a page: by its role or class, or by an id like those of the Academy's (tab1, tab2, …).
func panel(n *html.Node) bool {
	id := attr(n, "id")
	if id == "" {
		return false
	}
	if attr(n, "role") == "tabpanel" || slices.Contains(strings.Fields(attr(n, "class")), "tab-pane") {
		return true
	}
	number, ok := strings.CutPrefix(strings.ToLower(id), "tab")
	return ok && strings.Trim(number, "-_") != "" && strings.Trim(number, "0123456789-_") == "" && isElement(n, atom.Section, atom.Div, atom.Article)
}
