package io.ctxagent.samples.deadlineoverrun;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.math.BigInteger;
import java.time.Duration;

/** Looks for ever larger primes, with a tenth of a second to do so. Nothing in there blocks, so nothing can end it from outside. */
public final class DeadlineOverrun {

    private DeadlineOverrun() {}

    public static void main(String[] args) {
        try (CancelScope scope =
                Context.background().withTimeout(Duration.ofMillis(100)).named("primes")) {
            System.out.println("looking for primes");
            scope.run(DeadlineOverrun::primes);
        }
    }

    private static void primes() {
        BigInteger prime = BigInteger.TWO;
        while (prime.bitLength() < 1_000_000) { // never; and Context.current().isDone() is not asked
            prime = prime.multiply(BigInteger.TEN).mod(BigInteger.TWO.pow(512)).nextProbablePrime();
        }
    }
}
