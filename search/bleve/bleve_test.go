package bleve_test

import (
	"log/slog"
	"testing"

	"academysearch/search"
	"academysearch/search/bleve"
	"academysearch/search/enginetest"
)

func open(t *testing.T, dir string) *bleve.Engine {
	t.Helper()
	var topics []bleve.TopicInfo
	for _, row := range enginetest.Topics {
		topics = append(topics, bleve.TopicInfo{ID: row[0], Label: row[1], Parent: row[2]})
	}
	e, err := bleve.Open(bleve.Config{Dir: dir, Topics: topics, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestEngine(t *testing.T) {
	enginetest.Run(t, func(t *testing.T) search.Engine { return open(t, t.TempDir()) })
}
