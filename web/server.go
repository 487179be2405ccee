package web

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"academysearch/search"
)

// Time limits of the HTTP server.
const (
	DefaultTimeout  = 10 * time.Second // for one answer
	DefaultShutdown = 10 * time.Second // for requests under way when the server ends
	readTimeout     = 10 * time.Second
	writeTimeout    = 30 * time.Second // files and exports extend it while they make progress
	idleTimeout     = 2 * time.Minute
	maxHeader       = 64 << 10 // bytes; an address that is too long gets an answer of ours up to here
)

// The rate limit that suits a public server; the command offers it as its default.
const (
	DefaultRateLimit = 50.0 // requests a second and client
	DefaultBurst     = 300
)

// Originals gives the bytes of indexed files.
type Originals interface {
	// Open gives the file with this SHA-256 (hexadecimal) and its length in bytes. One that is not kept is search.ErrNotFound.
	Open(ctx context.Context, sha256 string) (io.ReadSeekCloser, int64, error)
}

// Config configures a Server. Zero values are the defaults.
type Config struct {
	Search         search.Searcher // required
	Originals      Originals       // nil: no files are offered
	ServeOriginals bool            // offer the files of publications with a public address, too
	PublicURL      string          // "https://search.example" for feeds, sitemap and canonical links; "" makes links relative
	TrustedProxies []netip.Prefix  // whose X-Forwarded-For is believed; none
	AllowedOrigins []string        // origins that may read the API from a browser; all
	RateLimit      float64         // requests a second and client; 0 is no limit
	Burst          int             // requests at once and client; DefaultBurst
	Timeout        time.Duration   // for one answer; DefaultTimeout
	Shutdown       time.Duration   // for requests under way when the server ends; DefaultShutdown
	Contact        string          // "mailto:…" or "https://…" for security.txt and the accessibility page; "" leaves them out
	LogQueries     bool            // write readers' words to the log
	Version        string          // of the program; "" is "dev"
	Log            *slog.Logger    // nil: nothing is logged
	// Searched is told of each search of a reader (not of machines' exports) and of how many publications it found; nil: nobody.
	Searched func(q search.Query, total int)
}

// Server answers requests. It is made by New.
type Server struct {
	Config
	links   Links
	build   string // changes with the program and its assets, so that answers of another one are not taken for current
	assets  *assets
	pages   *templates
	clients *clients
	handler http.Handler
	metrics *metrics
	catalog *catalog
	openAPI []byte
}

// New makes a Server, or says what is wrong with the Config.
func New(c Config) (*Server, error) {
	if c.Search == nil {
		return nil, errors.New("web: a Searcher is required")
	}
	base, err := publicBase(c.PublicURL)
	if err != nil {
		return nil, err
	}
	s := &Server{Config: c.withDefaults(), links: Links{Base: base, Originals: c.Originals != nil, PreferOriginals: c.ServeOriginals}}
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.pages, err = parseTemplates(); err != nil {
		return nil, err
	}
	s.build = s.Version + "-" + s.assets.hash
	s.clients = newClients(s.RateLimit, s.Burst)
	s.metrics = newMetrics()
	s.catalog = newCatalog(s.Search)
	if s.handler, err = s.newHandler(); err != nil {
		return nil, err
	}
	return s, nil
}

func (c Config) withDefaults() Config {
	c.Burst = cmp.Or(c.Burst, DefaultBurst)
	c.Timeout = cmp.Or(c.Timeout, DefaultTimeout)
	c.Shutdown = cmp.Or(c.Shutdown, DefaultShutdown)
	c.Version = cmp.Or(c.Version, "dev")
	if len(c.AllowedOrigins) == 0 {
		c.AllowedOrigins = []string{"*"}
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	return c
}

func publicBase(address string) (string, error) {
	if address == "" {
		return "", nil
	}
	u, err := url.Parse(address)
	if err != nil || publicAddress(address) == "" || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return "", fmt.Errorf("web: public URL %q is not of the form https://search.example", address)
	}
	return strings.TrimRight(address, "/"), nil
}

// Handler answers everything that readers ask.
func (s *Server) Handler() http.Handler { return s.handler }

func (s *Server) newHandler() (http.Handler, error) {
	quietGin()
	router := gin.New()
	router.HandleMethodNotAllowed = true
	router.RedirectTrailingSlash = false
	if err := router.SetTrustedProxies(nil); err != nil {
		return nil, err
	}
	if err := s.routes(router); err != nil {
		return nil, err
	}
	return chain(router, guard, s.observe, headAsGet, s.throttle, s.limit, s.share, pack, s.survive), nil
}

// quietGin keeps gin from printing its routes; the mode is the package's, so it is set once.
var quietGin = sync.OnceFunc(func() { gin.SetMode(gin.ReleaseMode) })

// Serve answers on l until ctx ends; then it takes no new requests, gives those under way Config.Shutdown to end, and returns nil.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	return s.serve(ctx, l, s.Handler())
}

// ServeAdmin does the same for staff.
func (s *Server) ServeAdmin(ctx context.Context, l net.Listener) error {
	return s.serve(ctx, l, s.Admin())
}

func (s *Server) serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: readTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	drain, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Shutdown)
	defer cancel()
	err := server.Shutdown(drain)
	if err != nil {
		err = server.Close() // those that have not ended by now are cut off
	}
	if closed := <-ended; !errors.Is(closed, http.ErrServerClosed) {
		err = errors.Join(err, closed)
	}
	return err
}
