package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.cache.Outcome;
import io.ctxagent.instrument.cache.WovenClass;
import io.ctxagent.instrument.callsite.CallSites;
import io.ctxagent.instrument.callsite.ConstantPool;
import io.ctxagent.instrument.family.CoroutineFamily;
import io.ctxagent.instrument.family.GrpcFamily;
import io.ctxagent.instrument.family.PostgresFamily;
import io.ctxagent.instrument.family.ServletHooks;
import io.ctxagent.instrument.family.UserFutures;
import io.ctxagent.instrument.family.UserQueues;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** Which classes of the application are woven, and how: a look at their constants tells. Thread-safe. */
final class ApplicationClasses {

    private static final int CALLS = 1;
    private static final int STATEMENTS = 2;
    private static final int QUEUES = 4;
    private static final int OLD_POOL = 8;
    private static final int SERVER = 16;
    private static final int GRPC = 32;
    private static final int FUTURES = 64;
    private static final int COROUTINES = 128;
    private static final int POSTGRES = 256;

    /** Before the name of an application class in the cache: a JDK class of the same name is woven otherwise. */
    private static final String APPLICATION = "app ";

    /** The same for a pool that was there before the agent, which has advice that it would not have had later. */
    private static final String APPLICATION_POOL = "pool ";

    private final Plan plan;
    private final CallSites callSites;
    private final boolean statements;
    private final DriverClasses drivers = new DriverClasses();

    ApplicationClasses(Plan plan, CallSites callSites, boolean statements) {
        this.plan = plan;
        this.callSites = callSites;
        this.statements = statements;
    }

    /** Whether it is a pool from before the agent, whose workers run code from before the agent. */
    static boolean isOldPool(Class<?> type) {
        return type.getClassLoader() != null && ThreadPoolExecutor.class.isAssignableFrom(type);
    }

    /** The class with all that its concern asks for. */
    WovenClass weave(@Nullable ClassLoader loader, String internalName, byte[] classFile, int concern) {
        String className = internalName.replace('/', '.');
        List<Outcome> outcomes = new ArrayList<>();
        byte[] rewritten = (concern & CALLS) != 0 ? callSites.rewrite(classFile) : null;
        byte[] now = rewritten == null ? classFile : rewritten;
        if ((concern & STATEMENTS) != 0) {
            List<JdbcHook> hooks = drivers.hooks(new ConstantPool(classFile), internalName, classFile, loader);
            byte[] woven = plan.get().classes().weaveDriver(className, now, loader, hooks);
            if (woven != null) {
                now = woven;
                outcomes.add(new Outcome(Family.JDBC.id(), className, className, true));
            }
        }
        if ((concern & SERVER) != 0) {
            List<Hook> hooks = serverHooks(internalName);
            byte[] woven = plan.get().classes().weaveServer(className, now, loader, hooks, outcomes);
            now = woven == null ? now : woven;
        }
        if ((concern & GRPC) != 0) {
            List<JdbcHook> hooks = GrpcFamily.hooksOf(internalName);
            byte[] woven = plan.get().classes().weaveMethods(Family.GRPC, className, now, loader, hooks);
            now = woven == null ? now : woven;
            outcomes.add(new Outcome(Family.GRPC.id(), className, className, woven != null));
        }
        if ((concern & COROUTINES) != 0) {
            List<JdbcHook> hooks = CoroutineFamily.hooksOf(internalName);
            byte[] woven = plan.get().classes().weaveMethods(Family.FUTURE, className, now, loader, hooks);
            now = woven == null ? now : woven;
            outcomes.add(new Outcome(Family.FUTURE.id(), className, className, woven != null));
        }
        if ((concern & POSTGRES) != 0) {
            byte[] woven = plan.get().classes().weaveServer(className, now, loader, PostgresFamily.HOOKS, outcomes);
            now = woven == null ? now : woven;
        }
        if ((concern & OLD_POOL) != 0) {
            byte[] woven = plan.get().classes().weavePool(className, now, loader);
            now = woven == null ? now : woven;
        }
        if ((concern & QUEUES) != 0) {
            byte[] woven = plan.get()
                    .classes()
                    .weaveWaits(Family.QUEUE, UserQueues.QueueAdvice.class, UserQueues.METHODS, className, now, loader);
            if (woven != null) {
                now = woven;
                outcomes.add(new Outcome(Family.QUEUE.id(), className, className, true));
            }
        }
        if ((concern & FUTURES) != 0) {
            byte[] woven = plan.get()
                    .classes()
                    .weaveWaits(
                            Family.FUTURE, UserFutures.FutureAdvice.class, UserFutures.METHODS, className, now, loader);
            if (woven != null) {
                now = woven;
                outcomes.add(new Outcome(Family.FUTURE.id(), className, className, true));
            }
        }
        return new WovenClass(key(concern, internalName), classFile, now == classFile ? null : now, outcomes);
    }

    /** Its name in the cache. */
    static String key(int concern, String internalName) {
        return ((concern & OLD_POOL) != 0 ? APPLICATION_POOL : APPLICATION) + internalName;
    }

    /** Why a class with these constants is looked at; 0 when it need not be. */
    int concern(
            ConstantPool pool,
            @Nullable ClassLoader loader,
            String internalName,
            @Nullable Class<?> loaded,
            byte[] classFile) {
        boolean driver = statements
                && !drivers.hooks(pool, internalName, classFile, loader).isEmpty();
        return (callSites.concerns(pool) ? CALLS : 0)
                | (driver ? STATEMENTS : 0)
                | (pool.contains("java/lang/InterruptedException") ? waits(pool) : 0)
                | (serverHooks(internalName).isEmpty() ? 0 : SERVER)
                | (mayServeGrpc(internalName) && GrpcFamily.concerns(internalName) ? GRPC : 0)
                | (mayRunCoroutines(internalName) ? COROUTINES : 0)
                | (statements && internalName.equals(PostgresFamily.EXECUTOR) ? POSTGRES : 0)
                | (loaded != null && isOldPool(loaded) ? OLD_POOL : 0);
    }

    private static int waits(ConstantPool pool) {
        return (UserQueues.concerns(pool) ? QUEUES : 0) | (UserFutures.concerns(pool) ? FUTURES : 0);
    }

    /** By their packages first: a start without such a server does not load the list. */
    private static List<Hook> serverHooks(String internalName) {
        return internalName.startsWith("org/apache/") || internalName.startsWith("org/eclipse/jetty/")
                ? ServletHooks.of(internalName)
                : List.of();
    }

    /** By its name first, for the same reason: event loops are found wherever somebody has moved them to. */
    private static boolean mayServeGrpc(String internalName) {
        return internalName.startsWith("io/grpc/") || internalName.endsWith(GrpcFamily.EVENT_LOOPS);
    }

    /** The same again. */
    private static boolean mayRunCoroutines(String internalName) {
        return internalName.startsWith("kotlinx/coroutines/")
                && !CoroutineFamily.hooksOf(internalName).isEmpty();
    }
}
