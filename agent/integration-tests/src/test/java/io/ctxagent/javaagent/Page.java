package io.ctxagent.javaagent;

import io.ctxagent.boot.Family;
import io.ctxagent.instrument.BlockingFamilies;
import io.ctxagent.instrument.BlockingFamily;
import io.ctxagent.instrument.Facts;
import io.ctxagent.instrument.Hook;
import io.ctxagent.instrument.Target;
import io.ctxagent.instrument.family.UserQueues;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TransferQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The calls of FAMILIES.md on the JDK that runs: every method that a hook of a row is woven into, and every overload beside it that
 * leads there. Of which of them a blocked thread is in one, its stack says.
 */
final class Page {

    private static final int JDK = Runtime.version().feature();

    /** A type and methods of it, as rows of the application's classes name them. */
    private static final Pattern TYPE_AND_METHODS = Pattern.compile("`([\\w.]+)`: (`\\w+`(?:, `\\w+`)*)");

    /** Calls of libraries: where a thread is seen in one. */
    private static final List<String[]> OF_LIBRARIES = List.of(
            new String[] {"Kotlin's `runBlocking`", "kotlinx.coroutines.BlockingCoroutine", "joinBlocking"},
            new String[] {
                "PostgreSQL's `CopyManager`, `CopyIn` and `CopyOut`",
                "org.postgresql.core.v3.QueryExecutorImpl",
                "startCopy",
                "writeToCopy",
                "flushCopy",
                "endCopy",
                "readFromCopy"
            },
            new String[] {
                "PostgreSQL's `PGConnection.getNotifications(int)`",
                "org.postgresql.core.v3.QueryExecutorImpl",
                "processNotifies"
            });

    private final List<PageCall> calls = new ArrayList<>();
    private final List<PageCall> besides = new ArrayList<>();

    private Page() {}

    static Page ofThisJdk() {
        Page page = new Page();
        for (BlockingFamily family : BlockingFamilies.all()) {
            for (Facts facts : family.facts()) {
                for (Target target : facts.targets()) {
                    if (target.from() <= JDK && JDK <= target.until()) {
                        page.add(family, facts, target);
                    }
                }
            }
        }
        return page;
    }

    /** Each of them has to have a case. */
    List<PageCall> calls() {
        return calls;
    }

    /**
     * What an application has called whose thread has this stack, and what else of the row is inside; empty for no call of the
     * page's.
     */
    Set<PageCall> seenIn(String stack) {
        Set<PageCall> found = new LinkedHashSet<>();
        Set<Facts> rows = new HashSet<>();
        List<String[]> frames = frames(stack);
        for (int i = frames.size() - 1; i >= 0; i--) {
            String[] frame = frames.get(i);
            boolean outermost = found.isEmpty();
            for (PageCall call : calls) {
                if ((call.inside() ? rows.contains(call.facts()) : outermost) && in(call, frame, false)) {
                    found.add(call);
                    rows.add(call.facts());
                }
            }
        }
        return found;
    }

    /** The row of what an application has called: of the outermost call, a bare park last. */
    Optional<PageCall> rowOf(String stack) {
        List<String[]> frames = frames(stack);
        List<PageCall> parks =
                calls.stream().filter(call -> call.family() == Family.PARK).toList();
        // What waits for another user of a TLS socket is in what is woven besides.
        List<PageCall> others = Stream.concat(
                        calls.stream().filter(call -> call.family() != Family.PARK),
                        besides.stream().filter(call -> call.family() == Family.SOCKET))
                .toList();
        return Stream.of(others, parks)
                .flatMap(list -> outermost(frames, list).stream())
                .findFirst()
                .flatMap(call -> call.facts().isSupport() ? firstRow(call.family()) : Optional.of(call));
    }

    private Optional<PageCall> firstRow(Family family) {
        return calls.stream().filter(call -> call.family() == family).findFirst();
    }

    private static Optional<PageCall> outermost(List<String[]> frames, List<PageCall> among) {
        for (int i = frames.size() - 1; i >= 0; i--) {
            String[] frame = frames.get(i);
            Optional<PageCall> found = among.stream()
                    .filter(call -> !call.inside() && in(call, frame, true))
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean in(PageCall call, String[] frame, boolean lenient) {
        return call.isIn(frame[0], frame[1], Integer.parseInt(frame[2]), lenient);
    }

    private static List<String[]> frames(String stack) {
        return stack.isEmpty()
                ? List.of()
                : Stream.of(stack.split(",")).map(frame -> frame.split("#")).toList();
    }

    private void add(BlockingFamily family, Facts facts, Target target) {
        List<PageCall> to = facts.isSupport() ? besides : calls;
        if (!target.type().isEmpty()) {
            List<Method> methods = methods(family, target);
            boolean anyFromOutside = methods.stream().anyMatch(Page::isFromOutside);
            for (Method method : methods) {
                to.add(PageCall.of(family.family(), facts, method, anyFromOutside && !isFromOutside(method)));
            }
        } else if (!facts.isSupport()) {
            addOfApplications(family.family(), facts, target.shown());
        }
    }

    /** Those that are woven, and those of the same names that call them. */
    private static List<Method> methods(BlockingFamily family, Target target) {
        List<Hook> hooks = family.hooks(JDK).stream().filter(target::covers).toList();
        if (hooks.isEmpty()) {
            return List.of();
        }
        Class<?> type = named(target.type());
        List<Method> woven = Stream.of(type.getDeclaredMethods())
                .filter(method -> target.methods().contains(method.getName()))
                .filter(method -> hooks.stream().anyMatch(hook -> isWoven(hook, method)))
                .toList();
        List<Method> all = new ArrayList<>(woven);
        boolean interruptible =
                Stream.concat(woven.stream(), callers(type, target)).anyMatch(Page::declaresInterruptedException);
        callers(type, target)
                .filter(method -> !woven.contains(method))
                .filter(method -> !interruptible || declaresInterruptedException(method))
                .forEach(all::add);
        return all;
    }

    /** Of the class, and of the one above it that has the name by which its users know it. */
    private static Stream<Method> callers(Class<?> type, Target target) {
        List<Class<?>> types = new ArrayList<>();
        List<Class<?>> upToTheOneThatIsShown = new ArrayList<>();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            upToTheOneThatIsShown.add(each);
            // In the words of the page it may be the last: a class of the application's that is built on it.
            if (target.shown().matches("`([^`]*[ .])?" + each.getSimpleName() + "`.*")) {
                types.addAll(upToTheOneThatIsShown);
                upToTheOneThatIsShown.clear();
            }
        }
        return types.stream()
                .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                .filter(method -> target.methods().contains(method.getName())
                        || target.shown().contains("`" + method.getName() + "`"))
                .filter(Page::isFromOutside)
                .filter(method -> !Modifier.isAbstract(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> method.getDeclaringClass() == type || !overridden(type, method));
    }

    private static boolean isFromOutside(Method method) {
        return (method.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
    }

    private static boolean overridden(Class<?> type, Method method) {
        return Stream.of(type.getDeclaredMethods())
                .anyMatch(other -> other.getName().equals(method.getName())
                        && List.of(other.getParameterTypes()).equals(List.of(method.getParameterTypes())));
    }

    /** As the weaver has it. */
    private static boolean isWoven(Hook hook, Method method) {
        int modifiers = method.getModifiers();
        if (Modifier.isAbstract(modifiers) || Modifier.isNative(modifiers) || method.isSynthetic()) {
            return false;
        }
        boolean named = hook.method().equals(Hook.INTERRUPTIBLE)
                ? Modifier.isPublic(modifiers) && !Modifier.isStatic(modifiers) && declaresInterruptedException(method)
                : hook.method().equals(method.getName());
        return named
                && (hook.descriptor() == null
                        || hook.descriptor().equals(net.bytebuddy.jar.asm.Type.getMethodDescriptor(method)));
    }

    private static boolean declaresInterruptedException(Method method) {
        return List.of(method.getExceptionTypes()).contains(InterruptedException.class);
    }

    private static Class<?> named(String type) {
        try {
            return Class.forName(type, false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private void addOfApplications(Family family, Facts facts, String shown) {
        Matcher names = TYPE_AND_METHODS.matcher(shown);
        if (shown.contains("`BlockingQueue`")) {
            Stream.of(BlockingDeque.class, TransferQueue.class)
                    .flatMap(type -> Stream.of(type.getMethods()))
                    .filter(method -> UserQueues.METHODS.contains(method.getName()))
                    .filter(Page::declaresInterruptedException)
                    .map(method -> PageCall.inApplications(family, facts, BlockingQueue.class, method))
                    .filter(call -> !calls.contains(call))
                    .forEach(calls::add);
        } else if (names.matches()) {
            Class<?> type = named(names.group(1));
            Set<String> methods = Set.of(names.group(2).replace("`", "").split(", "));
            Stream.of(type, type == Statement.class ? PreparedStatement.class : type)
                    .distinct()
                    .flatMap(each -> Stream.of(each.getDeclaredMethods()))
                    .filter(method -> methods.contains(method.getName()))
                    .forEach(method -> calls.add(PageCall.inApplications(family, facts, type, method)));
        } else if (shown.matches("`(Thread|Object)`: `\\w+\\(long\\)`")) {
            String[] words = shown.split("\\W+");
            calls.add(new PageCall(family, facts, "java.lang." + words[1], words[2], "(J)V", false, false));
        } else {
            addOfLibrary(family, facts, shown);
        }
    }

    private void addOfLibrary(Family family, Facts facts, String shown) {
        String[] library = OF_LIBRARIES.stream()
                .filter(each -> each[0].equals(shown))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no way to see a call of " + shown));
        for (int i = 2; i < library.length; i++) {
            calls.add(new PageCall(family, facts, library[1], library[i], "", false, false));
        }
    }
}
