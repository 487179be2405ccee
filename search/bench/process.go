package bench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
)

// Contender is a peer with the command that runs it.
type Contender struct {
	Name    string
	Version string
	Command []string // the arguments of the protocol follow
	Env     []string // besides those of this process
}

// Index writes the index of a contender into dir.
func (c Contender) Index(ctx context.Context, dir, corpus string) (done Indexed, err error) {
	cmd := c.command(ctx, "index", dir, corpus)
	out, err := cmd.Output()
	if err != nil {
		return done, fmt.Errorf("%s: index: %w", c.Name, err)
	}
	return done, json.Unmarshal(out, &done)
}

func (c Contender) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.Command[0], append(c.Command[1:len(c.Command):len(c.Command)], args...)...)
	cmd.Env = append(os.Environ(), c.Env...)
	cmd.Stderr = os.Stderr
	return cmd
}

// Server is a contender that has opened its index and waits for orders.
type Server struct {
	Contender
	Opened Opened

	cmd *exec.Cmd
	in  io.WriteCloser
	out *json.Decoder
	enc *json.Encoder
}

// Serve starts a contender over its index in dir.
func (c Contender) Serve(ctx context.Context, dir string) (*Server, error) {
	s := &Server{Contender: c, cmd: c.command(ctx, "serve", dir)}
	in, err := s.cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.in, s.enc, s.out = in, json.NewEncoder(in), json.NewDecoder(out)
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	if err := s.out.Decode(&s.Opened); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: open: %w", c.Name, err), s.Close())
	}
	return s, nil
}

// Do gives an order and waits for the answer.
func (s *Server) Do(o Order) (a Answer, err error) {
	if err = s.enc.Encode(o); err == nil {
		err = s.out.Decode(&a)
	}
	if err != nil {
		return a, fmt.Errorf("%s: %w", s.Name, err)
	}
	return a, nil
}

// Close ends the process.
func (s *Server) Close() error { return errors.Join(s.in.Close(), s.cmd.Wait()) }
