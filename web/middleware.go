package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/klauspost/compress/gzhttp"
	"github.com/rs/cors"
)

// Limits of a request.
const (
	maxAddress = 8 << 10 // bytes of path and query string
	maxBody    = 1 << 10 // bytes; nothing here reads a body
)

// chain puts layers around a handler, the first one outermost.
func chain(h http.Handler, layers ...func(http.Handler) http.Handler) http.Handler {
	for i := len(layers) - 1; i >= 0; i-- {
		h = layers[i](h)
	}
	return h
}

// survive turns a panic into an error page; the log gets the stack. An answer that has begun is cut off.
func (s *Server) survive(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rec, v := &recorder{ResponseWriter: w}, visitOf(r.Context())
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			v.err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			if rec.status != 0 {
				panic(http.ErrAbortHandler)
			}
			s.refuse(rec, r, http.StatusInternalServerError)
		}()
		next.ServeHTTP(rec, r)
	})
}

// refuse answers outside of the router.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, status int) {
	if forPeople(r.URL.Path) {
		s.writeErrorPage(w, r, status)
		return
	}
	writeProblem(w, problemStatus(r.Context(), status, nil))
}

// limit bounds what a request may be and how long it may take.
func (s *Server) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if len(r.URL.Path)+len(r.URL.RawQuery) > maxAddress {
			s.refuse(w, r, http.StatusRequestURITooLong)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		if streams(r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), s.Timeout)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// streams reports whether the answer may rightly take longer than a page: a file or a long export to a slow reader.
func streams(path string) bool {
	return strings.HasPrefix(path, "/files/") || strings.HasPrefix(path, "/search.")
}

const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// guard sets the security headers of every answer; a handler may narrow them.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", contentPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// share lets other origins read what is meant for machines (Fetch standard, CORS protocol). rs/cors keeps Vary as it should be.
func (s *Server) share(next http.Handler) http.Handler {
	shared := cors.New(cors.Options{
		AllowedOrigins: s.AllowedOrigins, AllowedMethods: []string{http.MethodGet, http.MethodHead},
		ExposedHeaders: []string{"ETag", "Retry-After", "X-Request-Id"}, MaxAge: 86_400,
	}).Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/") || !forPeople(r.URL.Path) && !strings.HasPrefix(r.URL.Path, "/files/") {
			w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
			shared.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// pack compresses what is worth it. Files are left alone: their ranges count bytes as they are.
func pack(next http.Handler) http.Handler {
	packed := gzhttp.GzipHandler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/files/") {
			next.ServeHTTP(w, r)
			return
		}
		packed.ServeHTTP(w, r)
	})
}

// headAsGet answers HEAD as GET without the body, except for files, which need not be read for it.
func headAsGet(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead && !strings.HasPrefix(r.URL.Path, "/files/") {
			get := r.Clone(r.Context())
			get.Method = http.MethodGet
			next.ServeHTTP(bodyless{w}, get)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// bodyless drops the body of an answer.
type bodyless struct{ http.ResponseWriter }

// Write counts as written what it drops.
func (b bodyless) Write(p []byte) (int, error) { return len(p), nil }

// Unwrap lets http.ResponseController reach the connection.
func (b bodyless) Unwrap() http.ResponseWriter { return b.ResponseWriter }

// note tells the visit which route answers.
func note(c *gin.Context) { visitOf(c.Request.Context()).route = c.FullPath() }
