// Package benchmarks measures Go's context by the rows of ContextBenchmark. A sub-benchmark is named after the Java
// method and the depth; scripts/bench context joins the two.
package benchmarks

import (
	"context"
	"runtime"
	"strconv"
	"testing"
	"time"
)

type key int

var (
	done   bool
	failed error
	value  any
	made   context.Context
)

// chain derives a context under depth cancellable ones.
func chain(depth int) (context.Context, context.CancelFunc) {
	root, cancel := context.WithCancel(context.Background())
	deep := root
	for i := 1; i < depth; i++ {
		// Cancelled with the root.
		deep, _ = context.WithCancel(deep) //nolint:govet
	}
	return deep, cancel
}

func at(b *testing.B, name string, depth int, operation func(b *testing.B, ctx context.Context)) {
	b.Run(name+"/"+strconv.Itoa(depth), func(b *testing.B) {
		ctx, cancel := chain(depth)
		defer cancel()
		b.ReportAllocs()
		b.ResetTimer()
		operation(b, ctx)
	})
}

func BenchmarkContext(b *testing.B) {
	for _, depth := range []int{1, 100} {
		at(b, "isDone", depth, func(b *testing.B, ctx context.Context) {
			for i := 0; i < b.N; i++ {
				select {
				case <-ctx.Done():
					done = true
				default:
				}
			}
		})
		at(b, "err", depth, func(b *testing.B, ctx context.Context) {
			for i := 0; i < b.N; i++ {
				failed = ctx.Err()
			}
		})
	}
	for _, depth := range []int{1, 10, 100} {
		b.Run("value/"+strconv.Itoa(depth), func(b *testing.B) {
			ctx := context.WithValue(context.Background(), key(0), "the value that is looked up")
			for i := 1; i < depth; i++ {
				ctx = context.WithValue(ctx, key(i), "value")
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; i < b.N; i++ {
				value = ctx.Value(key(0))
			}
		})
	}
	at(b, "withValue", 1, func(b *testing.B, ctx context.Context) {
		for i := 0; i < b.N; i++ {
			made = context.WithValue(ctx, key(1), "value")
		}
	})
	at(b, "createCancel", 1, func(b *testing.B, ctx context.Context) {
		for i := 0; i < b.N; i++ {
			_, cancel := context.WithCancel(ctx)
			cancel()
		}
	})
	b.Run("createCancelCrowded/1", func(b *testing.B) {
		parent, cancel := context.WithCancel(context.Background())
		defer cancel()
		siblings := make([]held, million)
		for i := range siblings {
			siblings[i].ctx, siblings[i].cancel = context.WithCancel(parent)
		}
		b.ReportAllocs()
		b.ResetTimer()
		for i := 0; i < b.N; i++ {
			_, cancel := context.WithCancel(parent)
			cancel()
		}
		runtime.KeepAlive(siblings)
	})
	b.Run("createCancel/1/2", func(b *testing.B) {
		ctx, cancel := chain(1)
		defer cancel()
		before := runtime.GOMAXPROCS(2)
		defer runtime.GOMAXPROCS(before)
		b.ReportAllocs()
		b.RunParallel(func(pb *testing.PB) {
			for pb.Next() {
				_, cancel := context.WithCancel(ctx)
				cancel()
			}
		})
	})
	at(b, "createCancelTimeout", 1, func(b *testing.B, ctx context.Context) {
		for i := 0; i < b.N; i++ {
			_, cancel := context.WithTimeout(ctx, time.Hour)
			cancel()
		}
	})
}

const million = 1_000_000

// held is what the user of a child holds.
type held struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func BenchmarkTree(b *testing.B) {
	b.Run("cancelMillion", func(b *testing.B) {
		children := make([]held, million)
		for i := 0; i < b.N; i++ {
			b.StopTimer()
			parent, cancel := context.WithCancel(context.Background())
			for j := range children {
				children[j].ctx, children[j].cancel = context.WithCancel(parent)
			}
			runtime.GC()
			b.StartTimer()
			cancel()
		}
		runtime.KeepAlive(children)
	})
	live(b, "liveCancel", func(parent context.Context) held {
		ctx, cancel := context.WithCancel(parent)
		return held{ctx, cancel}
	})
	live(b, "liveTimeout", func(parent context.Context) held {
		ctx, cancel := context.WithTimeout(parent, time.Hour)
		return held{ctx, cancel}
	})
}

// live reports how much heap a live child keeps, the slice that holds it left out.
func live(b *testing.B, name string, derive func(context.Context) held) {
	b.Run(name, func(b *testing.B) {
		for i := 0; i < b.N; i++ {
			parent, cancel := context.WithCancel(context.Background())
			children := make([]held, million)
			before := used()
			for j := range children {
				children[j] = derive(parent)
			}
			b.ReportMetric(float64(used()-before)/million, "live-B")
			runtime.KeepAlive(children)
			cancel()
		}
	})
}

func used() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
