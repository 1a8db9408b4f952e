package io.ctxagent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenRequestsTest {

    private static final int THREADS = 4;
    private static final int ROUNDS = 50_000;

    private static final Port PORT = new Port(Map.of(), null);

    private final OpenRequests open = new OpenRequests();

    @Test
    void aRequestIsFoundByTheIdentityOfItsKeyUntilItIsTakenOut() {
        IncomingRequest request = request(List.of("key"));
        open.put(request);
        assertThat(open.get(request.key)).isSameAs(request);
        assertThat(open.get(List.of("key"))).isNull();
        assertThat(open.all()).containsExactly(request);
        assertThat(open.take(request.key)).isSameAs(request);
        assertThat(open.take(request.key)).isNull();
        assertThat(open.remove(request)).isFalse();
        assertThat(open.isEmpty()).isTrue();
    }

    @Test
    void allOfOneChainAreFoundWhicheverIsTakenOut() {
        for (int out = 0; out < 3; out++) {
            List<IncomingRequest> chain = new ArrayList<>();
            for (Object key : keysOfOneCell(3)) {
                chain.add(request(key));
                open.put(chain.get(chain.size() - 1));
            }
            assertThat(open.remove(chain.get(out))).isTrue();
            assertThat(open.get(chain.remove(out).key)).isNull();
            for (IncomingRequest other : chain) {
                assertThat(open.get(other.key)).isSameAs(other);
                assertThat(open.remove(other)).isTrue();
            }
            assertThat(open.isEmpty()).isTrue();
        }
    }

    @Test
    void whatComesLaterForAKeyTakesThePlaceOfWhatWasThere() {
        IncomingRequest first = request("key");
        IncomingRequest second = request(first.key);
        open.put(first);
        open.put(second);
        assertThat(open.all()).containsExactly(second);
    }

    @Test
    void noneIsLostAndNoneStaysWhereManyComeAndGoInOneChain() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Object> keys = keysOfOneCell(THREADS);
            CountDownLatch begin = new CountDownLatch(THREADS);
            List<Future<Integer>> wrong = new ArrayList<>();
            for (Object key : keys) {
                wrong.add(threads.submit(() -> {
                    begin.countDown();
                    begin.await();
                    return wrongOf(key);
                }));
            }
            for (Future<Integer> each : wrong) {
                assertThat(each.get(60, TimeUnit.SECONDS)).isZero();
            }
            assertThat(open.isEmpty()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private int wrongOf(Object key) {
        int wrong = 0;
        for (int round = 0; round < ROUNDS; round++) {
            IncomingRequest request = request(key);
            open.put(request);
            wrong += open.get(key) == request ? 0 : 1;
            wrong += open.remove(request) ? 0 : 1;
            wrong += open.get(key) == null ? 0 : 1;
        }
        return wrong;
    }

    private static List<Object> keysOfOneCell(int count) {
        List<Object> keys = new ArrayList<>();
        while (keys.size() < count) {
            Object key = new Object();
            if ((System.identityHashCode(key) & 0xFF) == 7) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static IncomingRequest request(Object key) {
        Owner owner = new Owner(Owner.REQUEST, Thread.currentThread());
        RequestHead head = new RequestHead("GET", "/", null, null, null, null);
        return new IncomingRequest(PORT, key, new Object(), new FakeContext(), owner, head);
    }
}
