package web

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// statusClientGone is what the log shows for a reader who left before the answer; nobody receives it.
const statusClientGone = 499

// invalid is a request whose parameters cannot be used.
type invalid []Problem

func (e invalid) Error() string {
	parts := each(e, func(p Problem) string { return strings.TrimSpace(p.Parameter + " " + p.Message) })
	return strings.Join(parts, "; ")
}

// Is makes it an ErrInvalid.
func (e invalid) Is(target error) bool { return target == search.ErrInvalid }

// failure is what a reader is told about a status; the error itself goes to the log only.
type failure struct{ title, detail string }

// failures has a text for each status that this service sends.
var failures = map[int]failure{
	http.StatusNotFound:              {"Not found", "There is nothing at this address. It may have been mistyped, or its publication withdrawn."},
	http.StatusMethodNotAllowed:      {"Method not allowed", "This service only reads: use GET or HEAD."},
	http.StatusRequestEntityTooLarge: {"Too large", "What was asked for is larger than this service can handle."},
	http.StatusRequestURITooLong:     {"Address too long", "The address is longer than this service reads."},
	http.StatusUnprocessableEntity:   {"Invalid request", "A part of the address cannot be used: a value that is not valid, a limit that is exceeded, or a cursor of another search."},
	http.StatusTooManyRequests:       {"Too many requests", "You have sent too many requests in a short time. Try again in a moment."},
	http.StatusConflict:              {"Conflict", "Something else is at work on this. Try again in a moment."},
	http.StatusInternalServerError:   {"Something went wrong", "The fault is ours and has been recorded. Trying again may help."},
	http.StatusServiceUnavailable:    {"Not available", "The service cannot answer just now. Try again in a moment."},
	statusClientGone:                 {"Gone", "The reader left."},
}

// statusOf is the one place that turns an error into a status.
func statusOf(err error) int {
	switch {
	case errors.Is(err, search.ErrInvalid):
		return http.StatusUnprocessableEntity
	case errors.Is(err, search.ErrNotFound):
		return http.StatusNotFound
	case errors.Is(err, search.ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, search.ErrConflict):
		return http.StatusConflict
	case errors.Is(err, search.ErrNotReady), errors.Is(err, context.DeadlineExceeded):
		return http.StatusServiceUnavailable
	case errors.Is(err, context.Canceled):
		return statusClientGone
	}
	return http.StatusInternalServerError
}

// problem renders err for machines (RFC 9457) and notes it for the log line.
func problem(ctx context.Context, err error) *huma.ErrorModel {
	visitOf(ctx).err = err
	return problemStatus(ctx, statusOf(err), err)
}

func problemStatus(ctx context.Context, status int, err error) *huma.ErrorModel {
	told := failures[status]
	m := &huma.ErrorModel{Type: "about:blank", Title: told.title, Status: status, Detail: told.detail, Instance: "urn:request:" + visitOf(ctx).id}
	var in invalid
	if errors.As(err, &in) {
		for _, p := range in {
			m.Errors = append(m.Errors, &huma.ErrorDetail{Location: strings.TrimSuffix("query."+p.Parameter, "."), Message: strings.TrimSpace(p.Parameter + " " + p.Message), Value: p.Value})
		}
	}
	return m
}

// fail answers a request that ended in err: with a page for people, with a problem for machines.
func (s *Server) fail(c *gin.Context, err error) {
	visitOf(c.Request.Context()).err = err
	s.failStatus(c, statusOf(err), err)
}

func (s *Server) failStatus(c *gin.Context, status int, err error) {
	if status == http.StatusServiceUnavailable {
		c.Header("Retry-After", "5")
	}
	if !forPeople(c.Request.URL.Path) {
		writeProblem(c.Writer, problemStatus(c.Request.Context(), status, err))
		return
	}
	s.errorPage(c, status)
}

func writeProblem(w http.ResponseWriter, m *huma.ErrorModel) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(m.Status)
	if body, err := marshal(m); err == nil {
		_, _ = w.Write(body)
	}
}

// forPeople reports whether an address answers with a page.
func forPeople(path string) bool {
	if strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/files/") {
		return false
	}
	last := path[strings.LastIndexByte(path, '/')+1:]
	return !strings.Contains(last, ".")
}
