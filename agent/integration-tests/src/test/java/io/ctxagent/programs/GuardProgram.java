package io.ctxagent.programs;

import io.ctxagent.context.CancelScope;
import io.ctxagent.context.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ref.Cleaner;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Blocks under a context that is done, or becomes so, where an exception would do lasting harm. Prints {@code place=what
 * happened}; ends by {@code System.exit} under a context that is done.
 */
public final class GuardProgram {

    private static final CountDownLatch INITIALISES = new CountDownLatch(1);
    private static final LinkedBlockingQueue<String> FILLED = new LinkedBlockingQueue<>();

    private GuardProgram() {}

    private static final class BlocksAtOnce {
        static final String VALUE = value();

        private static String value() {
            try {
                new CountDownLatch(1).await(1, TimeUnit.MILLISECONDS);
                new LinkedBlockingQueue<>().poll(1, TimeUnit.MILLISECONDS);
                TimeUnit.MILLISECONDS.sleep(1);
                return read(served(new byte[] {'7'})).length + " byte read";
            } catch (InterruptedException | IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class BlocksLong {
        static final String VALUE = value();

        private static String value() {
            try {
                INITIALISES.await();
                return "initialised";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final CountDownLatch INSIDE = new CountDownLatch(1);

    private static final class BlocksInside {
        static final String VALUE = value();

        private static String value() {
            try {
                INSIDE.await();
                return "initialised";
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** A call that initialises a class before it waits. */
    private static final class LazyQueue extends LinkedBlockingQueue<String> {
        private static final long serialVersionUID = 1;

        @Override
        public String take() throws InterruptedException {
            return BlocksInside.VALUE + super.take();
        }
    }

    /** Gets its classes over a socket, as applets once did, and waits for a queue first. */
    private static final class RemoteLoader extends ClassLoader {
        RemoteLoader() {
            super(null);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            String path = name.replace('.', '/') + ".class";
            try (InputStream in = GuardProgram.class.getClassLoader().getResourceAsStream(path)) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                new LinkedBlockingQueue<>().poll(1, TimeUnit.MILLISECONDS);
                byte[] classFile = read(served(in.readAllBytes()));
                return defineClass(name, classFile, 0, classFile.length);
            } catch (IOException | InterruptedException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Loaded by {@link RemoteLoader}, together with the one that it names. */
    public static final class Remote implements java.util.function.Supplier<String> {
        @Override
        public String get() {
            return Neighbour.NAME.trim();
        }
    }

    static final class Neighbour {
        static final String NAME = String.valueOf("loaded ");
    }

    public static void main(String[] args) throws Exception {
        CancelScope done = Context.background().withCancel();
        done.cancel();
        print("control", done, () -> String.valueOf(FILLED.poll(1, TimeUnit.MILLISECONDS)));
        print("class initialiser", done, () -> BlocksAtOnce.VALUE);
        GuardedCalls.prepare();
        print("calls", done, GuardedCalls::all);
        GuardedCalls.prepare();
        print("calls in a class initialiser", done, GuardedCalls::inInitialiser);
        initialiserThatIsCancelledMeanwhile();
        initialiserInsideOfACallThatIsCancelled();
        System.out.println("read in a class initialiser that is cancelled=" + GuardedCalls.readThatIsCancelled());
        print(
                "class loading",
                done,
                () -> ((java.util.function.Supplier<?>) new RemoteLoader()
                                .loadClass("io.ctxagent.programs.GuardProgram$Remote")
                                .getConstructor()
                                .newInstance())
                        .get()
                        .toString());
        print("locks", done, GuardProgram::locks);
        for (String kind : Runtime.version().feature() >= 21 ? List.of("platform", "virtual") : List.of("platform")) {
            Thread thread = WakeProgram.thread(kind, () -> print("without a wait, " + kind, done, AnswersAtOnce::all));
            thread.start();
            thread.join();
        }
        print("uninterruptibly", done, GuardProgram::takenUninterruptibly);
        print("uninterruptibly, by Guava", done, LibraryCases::uninterruptibly);
        cleaner(done);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
                System.out.println("shutdown hook=" + Context.current());
            } catch (InterruptedException e) {
                System.out.println("shutdown hook=" + e);
            }
        }));
        done.call(() -> {
            System.exit(3);
            return null;
        });
    }

    private static void print(String place, CancelScope under, java.util.concurrent.Callable<String> call) {
        String result;
        try {
            result = under.call(call);
        } catch (Throwable e) {
            result = e.getClass().getSimpleName();
        }
        System.out.println(place + "=" + result);
    }

    private static void initialiserThatIsCancelledMeanwhile() throws Exception {
        CancelScope scope = Context.background().withCancel();
        AtomicReference<String> seen = new AtomicReference<>();
        Thread thread = Cases.daemonThread(() -> {
            try {
                seen.set(scope.call(() -> BlocksLong.VALUE));
            } catch (Throwable e) {
                seen.set(e.toString());
            }
        });
        thread.start();
        Still.await(thread, "CountDownLatch.await");
        scope.cancel();
        Still.await(thread, "CountDownLatch.await");
        INITIALISES.countDown();
        thread.join(10_000);
        System.out.println("class initialiser that is cancelled=" + seen.get());
    }

    private static void initialiserInsideOfACallThatIsCancelled() throws Exception {
        CancelScope scope = Context.background().withCancel();
        AtomicReference<String> seen = new AtomicReference<>();
        Thread thread = Cases.daemonThread(() -> {
            try {
                seen.set(scope.call(() -> new LazyQueue().take()));
            } catch (Throwable e) {
                seen.set(e.getClass().getSimpleName());
            }
        });
        thread.start();
        Still.await(thread, "CountDownLatch.await");
        scope.cancel();
        Still.await(thread, "CountDownLatch.await");
        INSIDE.countDown();
        thread.join(10_000);
        System.out.println("class initialiser inside of a call=" + BlocksInside.VALUE + ", then " + seen.get());
    }

    private static String locks() throws Exception {
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        Thread waits = Cases.daemonThread(() -> {
            lock.lock();
            lock.unlock();
        });
        waits.start();
        Context.background().call(() -> {
            Still.await(waits, "ReentrantLock.lock");
            return null;
        });
        lock.unlock();
        LockSupport.parkNanos(1_000_000);
        synchronized (lock) {
            lock.lock();
            lock.unlock();
        }
        return "taken";
    }

    /** The idiom of libraries: swallow the interrupt, try again, and give it back at the end. */
    private static String takenUninterruptibly() {
        LinkedBlockingQueue<String> queue = new LinkedBlockingQueue<>();
        Context.background()
                .run(() -> Cases.daemon(() -> {
                    TimeUnit.MILLISECONDS.sleep(20);
                    queue.add("element");
                }));
        return takeUninterruptibly(queue);
    }

    private static String takeUninterruptibly(LinkedBlockingQueue<String> queue) {
        int interrupts = 0;
        while (true) {
            try {
                return takeFrom(queue) + " after " + interrupts;
            } catch (InterruptedException e) {
                interrupts++;
            }
        }
    }

    private static String takeFrom(LinkedBlockingQueue<String> queue) throws InterruptedException {
        return queue.take();
    }

    /** Its thread comes from a factory of the application's, and still belongs to nobody. */
    private static void cleaner(CancelScope done) throws Exception {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Cleaner cleaner = done.call(() -> Cleaner.create(Cases::daemonThread));
        cleaner.register(new Object(), () -> seen.add(Context.current().toString()));
        String cleaned = null;
        for (int tries = 0; tries < 200 && cleaned == null; tries++) {
            System.gc();
            cleaned = seen.poll(50, TimeUnit.MILLISECONDS);
        }
        System.out.println("cleaner=" + cleaned);
    }

    private static Socket served(byte[] bytes) throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread serves = new Thread(() -> {
            try (Socket far = server.accept();
                    OutputStream out = far.getOutputStream()) {
                out.write(bytes);
            } catch (IOException e) {
                System.out.println("server=" + e);
            }
        });
        // The server is another machine, as it were: no context goes over to it.
        Context.background().run(serves::start);
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    private static byte[] read(Socket socket) throws IOException {
        try (socket;
                InputStream in = socket.getInputStream()) {
            return in.readAllBytes();
        }
    }
}
