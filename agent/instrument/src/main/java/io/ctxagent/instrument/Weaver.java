package io.ctxagent.instrument;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.cache.ExpectedHook;
import io.ctxagent.instrument.cache.Outcome;
import io.ctxagent.instrument.cache.WovenCache;
import io.ctxagent.instrument.cache.WovenClass;
import io.ctxagent.instrument.callsite.CallSites;
import io.ctxagent.instrument.callsite.ConstantPool;
import io.ctxagent.instrument.family.GrpcFamily;
import io.ctxagent.instrument.family.UserQueues;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The transformer: an explicit list of JDK classes, and application classes that a look at their constants lets
 * through. What the cache knows is taken from there; the first class that it does not know makes the plan of hooks, and with it
 * Byte Buddy. A class that cannot be done is left as it was and reported. Thread-safe.
 *
 * <p>The JVM does not call a transformer for classes that the transformer itself loads. Those that are on the list are
 * found by {@link #unseen} and done afterwards.
 */
public final class Weaver implements ClassFileTransformer {

    private static final int CALLS = 1;
    private static final int STATEMENTS = 2;
    private static final int QUEUES = 4;
    private static final int OLD_POOL = 8;
    private static final int GRPC = 16;
    private static final ClassLoader PLATFORM = ClassLoader.getPlatformClassLoader();

    /** Before the name of an application class in the cache: a JDK class of the same name is woven otherwise. */
    private static final String APPLICATION = "app ";

    /** The same for a pool that was there before the agent, which has advice that it would not have had later. */
    private static final String APPLICATION_POOL = "pool ";

    private final int jdk;
    private final WovenCache cache;
    private final CallSites callSites;
    private final boolean statements;
    private final DriverClasses drivers = new DriverClasses();
    private final InstallReport report;
    private final AtomicReference<@Nullable HookPlan> plan = new AtomicReference<>();
    private final Set<String> listed = new HashSet<>();
    private final Set<String> listedInternally = new HashSet<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final List<Postponed> postponed = new ArrayList<>();
    private volatile @Nullable Thread postponing;
    private volatile @Nullable Thread planning;
    private volatile @Nullable Afterwards afterwards;

    /** Internal names of the classes that are not as their files are. */
    private final Set<String> changed = ConcurrentHashMap.newKeySet();

    /** A class that was put off, and its bytes as they were then. */
    record Postponed(Class<?> type, byte[] classFile) {}

    /** With what the cache has; without anything in it the plan is made now. */
    Weaver(int jdk, WovenCache cache, CallSites callSites, boolean statements, InstallReport report) {
        this(jdk, cache, callSites, statements, report, cache.filled() ? null : HookPlan.of(jdk));
    }

    /** With these hooks and nothing remembered. */
    Weaver(List<Hook> hooks, CallSites callSites, boolean statements, InstallReport report) {
        this(0, WovenCache.none(), callSites, statements, report, new HookPlan(hooks));
    }

    private Weaver(
            int jdk,
            WovenCache cache,
            CallSites callSites,
            boolean statements,
            InstallReport report,
            @Nullable HookPlan plan) {
        this.jdk = jdk;
        this.cache = cache;
        this.callSites = callSites;
        this.statements = statements;
        this.report = report;
        this.plan.set(plan);
        for (ExpectedHook hook : expected()) {
            if (listed.add(hook.type())) {
                listedInternally.add(hook.type().replace('.', '/'));
            }
        }
    }

    /** The list of hooks, as the plan or the cache knows it. */
    List<ExpectedHook> expected() {
        HookPlan made = plan.get();
        return made != null ? made.expected() : cache.hooks();
    }

    /** Two threads may make it at once, because a lock here could be waited for by one that initialises a JDK class. */
    HookPlan plan() {
        HookPlan made = plan.get();
        if (made == null) {
            plan.compareAndSet(null, HookPlan.of(jdk));
            made = plan.get();
        }
        if (made == null) {
            throw new IllegalStateException("a plan is never taken back");
        }
        return made;
    }

    /**
     * The same outside of a transformation, where the JVM does call the transformer for what Byte Buddy loads: half made, it must not
     * be asked to weave that. It is {@link #unseen} then.
     */
    void planUnasked() {
        planning = Thread.currentThread();
        try {
            plan();
        } finally {
            planning = null;
        }
    }

    boolean planned() {
        return plan.get() != null;
    }

    /** Called on the thread that wove something which the cache did not know. */
    void afterWeaving(@Nullable Afterwards action) {
        afterwards = action;
    }

    /** Until {@link #postponed}, classes that this thread retransforms and the cache does not know are put off. */
    void postpone() {
        postponing = Thread.currentThread();
    }

    /** Takes the classes that were put off. */
    List<Postponed> postponed() {
        postponing = null;
        List<Postponed> taken = new ArrayList<>(postponed);
        postponed.clear();
        return taken;
    }

    /** Whether this class is on the list of JDK classes. */
    boolean lists(Class<?> type) {
        return ofJdk(type.getClassLoader()) && listed.contains(type.getName());
    }

    /** Whether it is on the list, and loaded without having come by here. */
    boolean unseen(Class<?> type) {
        return lists(type) && !seen.contains(internalName(type));
    }

    /**
     * Keeps the form in which the next start will meet this class of the list: it was loaded by Byte Buddy, without which it comes
     * as it lies in the JDK and not as the JVM puts it together for a class that is loaded already.
     */
    void keepAsFile(Class<?> type) {
        try (InputStream in = type.getModule().getResourceAsStream(internalName(type) + ".class")) {
            if (in != null) {
                keepAs(type, in.readAllBytes());
            }
        } catch (IOException e) {
            // Then the next start weaves it.
        }
    }

    /** The same for one that was put off: its second retransformation begins with other bytes than its first one did. */
    void keepAs(Class<?> type, byte[] classFile) {
        String internalName = internalName(type);
        ClassLoader loader = type.getClassLoader();
        try {
            if (ofJdk(loader) && cache.find(internalName, classFile) == null) {
                HookPlan made = plan();
                cache.add(made.classes().weave(internalName, classFile, made.hooks(internalName)));
            } else if (!ofJdk(loader)) {
                int concern = concern(new ConstantPool(classFile), loader, internalName, type, classFile);
                if (cache.find(key(concern, internalName), classFile) == null) {
                    cache.add(weaveApplicationClassAnew(loader, internalName, classFile, concern));
                }
            }
        } catch (Throwable failure) {
            // Then the next start weaves it.
        }
    }

    private static String internalName(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    /** The HTTP client is in a module of the platform loader. */
    private static boolean ofJdk(@Nullable ClassLoader loader) {
        return loader == null || loader == PLATFORM;
    }

    @Override
    public byte @Nullable [] transform(
            @Nullable Module module,
            @Nullable ClassLoader loader,
            @Nullable String internalName,
            @Nullable Class<?> redefined,
            @Nullable ProtectionDomain domain,
            byte[] classFile) {
        if (internalName == null) {
            return null;
        }
        byte[] woven = null;
        if (ofJdk(loader)) {
            if (listedInternally.contains(internalName)) {
                woven = weave(internalName, redefined, classFile);
            }
        } else if (!ours(loader, internalName)) {
            woven = weaveApplicationClass(loader, internalName, redefined, classFile);
        }
        if (woven != null) {
            changed.add(internalName);
        }
        return woven;
    }

    /** Whether a class of this name was given other bytes than it came with. */
    boolean wove(Class<?> type) {
        return changed.contains(internalName(type));
    }

    /** Whether it is a pool from before the agent, whose workers run code from before the agent. */
    static boolean isOldPool(Class<?> type) {
        return type.getClassLoader() != null && ThreadPoolExecutor.class.isAssignableFrom(type);
    }

    private static boolean ours(@Nullable ClassLoader loader, String internalName) {
        return loader == Weaver.class.getClassLoader() || internalName.startsWith("io/ctxagent/context/");
    }

    private byte @Nullable [] weave(String internalName, @Nullable Class<?> redefined, byte[] classFile) {
        WovenClass found = cache.find(internalName, classFile);
        if (found == null && (planning == Thread.currentThread() || putOff(redefined, classFile))) {
            return null;
        }
        seen.add(internalName);
        if (found == null) {
            found = weaveAnew(internalName, redefined, classFile);
        }
        if (found == null) {
            return null;
        }
        if (internalName.startsWith("java/sql/")) {
            DriverSupport.provide();
        }
        report.woven(found.outcomes());
        return found.woven();
    }

    private @Nullable WovenClass weaveAnew(String internalName, @Nullable Class<?> redefined, byte[] classFile) {
        List<Hook> hooks = List.of();
        try {
            HookPlan made = plan();
            hooks = made.hooks(internalName);
            WovenClass woven = made.classes().weave(internalName, classFile, hooks);
            keep(woven);
            return woven;
        } catch (Throwable failure) {
            for (Hook hook : hooks) {
                report.missing(hook, failure);
            }
            if (redefined == null) {
                // In the middle of its loading even the weaver's own classes may fail to load; once it is there it is
                // tried again.
                seen.remove(internalName);
                askAfterwards();
            }
            return null;
        }
    }

    private boolean putOff(@Nullable Class<?> redefined, byte[] classFile) {
        if (redefined == null || postponing != Thread.currentThread()) {
            return false;
        }
        postponed.add(new Postponed(redefined, classFile));
        return true;
    }

    private void keep(WovenClass woven) {
        cache.add(woven);
        askAfterwards();
    }

    private void askAfterwards() {
        Afterwards action = afterwards;
        if (action != null) {
            action.ask();
        }
    }

    private byte @Nullable [] weaveApplicationClass(
            @Nullable ClassLoader loader, String internalName, @Nullable Class<?> redefined, byte[] classFile) {
        try {
            ConstantPool pool = new ConstantPool(classFile);
            int concern = concern(pool, loader, internalName, redefined, classFile);
            if (concern == 0) {
                return null;
            }
            WovenClass found = cache.find(key(concern, internalName), classFile);
            if (found == null) {
                if (putOff(redefined, classFile)) {
                    return null;
                }
                found = weaveApplicationClassAnew(loader, internalName, classFile, concern);
                keep(found);
            }
            for (Outcome outcome : found.outcomes()) {
                if (outcome.family().equals(Family.JDBC.id())) {
                    DriverSupport.provide();
                } else if (outcome.family().equals(Family.GRPC.id())) {
                    GrpcReflection.provide();
                }
            }
            report.woven(found.outcomes());
            return found.woven();
        } catch (Throwable failure) {
            report.missing(Family.JDBC, internalName.replace('/', '.'), failure);
            return null;
        }
    }

    private WovenClass weaveApplicationClassAnew(
            @Nullable ClassLoader loader, String internalName, byte[] classFile, int concern) {
        String className = internalName.replace('/', '.');
        List<Outcome> outcomes = new ArrayList<>();
        byte[] rewritten = (concern & CALLS) != 0 ? callSites.rewrite(classFile) : null;
        byte[] now = rewritten == null ? classFile : rewritten;
        if ((concern & STATEMENTS) != 0) {
            List<JdbcHook> hooks = drivers.hooks(new ConstantPool(classFile), internalName, classFile, loader);
            byte[] woven = plan().classes().weaveDriver(className, now, loader, hooks);
            if (woven != null) {
                now = woven;
                outcomes.add(new Outcome(Family.JDBC.id(), className, className, true));
            }
        }
        if ((concern & GRPC) != 0) {
            byte[] woven = plan().classes()
                    .weaveMethods(Family.GRPC, className, now, loader, GrpcFamily.hooksOf(internalName));
            now = woven == null ? now : woven;
            outcomes.add(new Outcome(Family.GRPC.id(), className, className, woven != null));
        }
        if ((concern & OLD_POOL) != 0) {
            byte[] woven = plan().classes().weavePool(className, now, loader);
            now = woven == null ? now : woven;
        }
        if ((concern & QUEUES) != 0) {
            byte[] woven = plan().classes().weaveQueue(className, now, loader);
            if (woven != null) {
                now = woven;
                outcomes.add(new Outcome(Family.QUEUE.id(), className, className, true));
            }
        }
        return new WovenClass(key(concern, internalName), classFile, now == classFile ? null : now, outcomes);
    }

    private static String key(int concern, String internalName) {
        return ((concern & OLD_POOL) != 0 ? APPLICATION_POOL : APPLICATION) + internalName;
    }

    /** Why a class with these constants is looked at; 0 when it need not be. */
    private int concern(
            ConstantPool pool,
            @Nullable ClassLoader loader,
            String internalName,
            @Nullable Class<?> loaded,
            byte[] classFile) {
        boolean driver = statements
                && !drivers.hooks(pool, internalName, classFile, loader).isEmpty();
        return (callSites.concerns(pool) ? CALLS : 0)
                | (driver ? STATEMENTS : 0)
                | (UserQueues.concerns(pool) ? QUEUES : 0)
                | (GrpcFamily.concerns(internalName) ? GRPC : 0)
                | (loaded != null && isOldPool(loaded) ? OLD_POOL : 0);
    }

    /** Whether a loaded application class may need its calls, statements or queue methods woven. */
    boolean concerns(ClassLoader loader, String internalName, byte[] classFile) {
        return concern(new ConstantPool(classFile), loader, internalName, null, classFile) != 0;
    }
}
