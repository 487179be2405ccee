package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"log/slog"
	"net/http"
	"time"
)

// visit is what the log line of a request tells besides its status; handlers fill it in.
type visit struct {
	id    string
	route string // pattern of the route, so that lines can be counted
	query string // the reader's words, logged only where the config says so
	total int    // publications found, -1 where nothing was searched
	err   error  // why it failed
}

type visitKey struct{}

// visitOf gives the visit of a request; outside of one (in tests of single functions) a throw-away.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{total: -1}
}

// observe gives each request an id and, when it is answered, its one line in the log.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		v := &visit{id: newRequestID(), total: -1}
		w.Header().Set("X-Request-Id", v.id)
		rec := &recorder{ResponseWriter: w}
		defer func() { s.logVisit(r, v, rec, time.Since(start)) }()
		next.ServeHTTP(rec, r.WithContext(context.WithValue(r.Context(), visitKey{}, v)))
	})
}

func (s *Server) logVisit(r *http.Request, v *visit, rec *recorder, took time.Duration) {
	attrs := []slog.Attr{
		slog.String("id", v.id), slog.String("method", r.Method), slog.String("route", v.route), slog.Int("status", rec.Status()),
		slog.Int64("bytes", rec.bytes), slog.Duration("took", took),
	}
	if v.total >= 0 {
		attrs = append(attrs, slog.Int("total", v.total))
	}
	if s.LogQueries && v.query != "" {
		attrs = append(attrs, slog.String("query", v.query))
	}
	level := slog.LevelInfo
	if v.err != nil && rec.Status() >= http.StatusInternalServerError {
		// A reader's words can stand in the text of an error, so only faults of the service are spelt out.
		attrs, level = append(attrs, slog.Any("error", v.err)), slog.LevelError
	}
	s.Log.LogAttrs(r.Context(), level, "request", attrs...)
	s.measure(v.route, r.Method, rec.Status(), took)
}

func newRequestID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// recorder notes status and size of an answer, and takes back the caching headers of one that failed.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

// Status is what was sent; an answer without a body is 200 as net/http sends it.
func (r *recorder) Status() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// WriteHeader notes the status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 && status >= http.StatusOK {
		r.status = status
		if status >= http.StatusBadRequest {
			r.Header().Del("ETag")
			r.Header().Set("Cache-Control", "no-store")
		}
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write notes the size.
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.WriteHeader(http.StatusOK)
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
