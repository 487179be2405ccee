package document

import "fmt"

// Failure says why a resource could not be read and what staff can do about it. It is the error that every stage of the pipeline
// returns for a fault of the resource, as opposed to a fault of the program.
type Failure struct {
	Class  Class
	Reason string // for people: what was found, where
	Advice string // for people: what to do
	Cause  error  // or nil
}

// Class groups failures for counting and filtering.
type Class string

// The classes of Failure.
const (
	Damaged     Class = "damaged"     // cannot be parsed, even with repair
	Encrypted   Class = "encrypted"   // needs a password
	Unsupported Class = "unsupported" // a kind of file that is not read
	Empty       Class = "empty"       // no bytes, no pages, nothing to read
	TooLarge    Class = "too-large"   // over a limit of bytes, pages or text
	TimedOut    Class = "timed-out"   // over the limit of time
	OutOfMemory Class = "out-of-memory"
	Crashed     Class = "crashed" // the worker died of it
	NotFound    Class = "not-found"
	Forbidden   Class = "forbidden"  // refused by the server, robots.txt or the guard against private addresses
	Network     Class = "network"    // no answer, or an error of the server
	Unreadable  Class = "unreadable" // the file system refused
)

func (f *Failure) Error() string {
	if f.Cause != nil {
		return fmt.Sprintf("%s: %s: %v", f.Class, f.Reason, f.Cause)
	}
	return fmt.Sprintf("%s: %s", f.Class, f.Reason)
}

// Unwrap gives the cause.
func (f *Failure) Unwrap() error { return f.Cause }
