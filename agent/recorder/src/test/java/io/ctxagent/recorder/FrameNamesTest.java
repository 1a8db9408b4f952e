package io.ctxagent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameNamesTest {

    @Test
    void aSiteHasClassMethodFileAndLine() {
        StackTraceElement frame = new StackTraceElement("shop.Orders", "find", "Orders.java", 42);
        assertThat(FrameNames.site(frame)).isEqualTo("shop.Orders.find(Orders.java:42)");
    }

    @Test
    void aSiteWithoutDebugInformationSaysSo() {
        assertThat(FrameNames.site("shop.Orders", "find", null, -1)).isEqualTo("shop.Orders.find(Unknown Source)");
    }

    @ParameterizedTest
    @CsvSource({
        "shop.Orders.find(Orders.java:42), shop.Orders#find",
        "shop.Orders.find(Orders.java:99), shop.Orders#find",
        "shop.Orders.lambda$find$7(Orders.java:42), shop.Orders#find",
        "shop.Orders.lambda$new$0(Orders.java:42), shop.Orders#<init>",
        "shop.Orders.lambda$static$3(Orders.java:42), shop.Orders#<clinit>",
        "shop.Orders.lambda$lambda$find$0$1(Orders.java:42), shop.Orders#find",
        "shop.OrdersKt.find$lambda$2(Orders.kt:42), shop.OrdersKt#find",
        "shop.OrdersKt.find$lambda$2$lambda$0(Orders.kt:42), shop.OrdersKt#find",
        "shop.Orders.$anonfun$find$3(Orders.scala:42), shop.Orders#find",
        "shop.Orders.$anonfun$find$3$adapted(Orders.scala:42), shop.Orders#find",
        "shop.Orders$ByteBuddy$kX3pQ9.find(Unknown Source), shop.Orders#find",
        "shop.Orders$MockitoMock$1840293.find(Unknown Source), shop.Orders#find",
        "shop.Orders$$Lambda$14/0x0000abc.run(Unknown Source), shop.Orders#run",
        "shop.Orders$$Lambda/0x0000abc.run(Unknown Source), shop.Orders#run",
        "shop.Orders$$SpringCGLIB$$0.find(<generated>), shop.Orders#find",
        "jdk.proxy2.$Proxy17.find(Unknown Source), jdk.proxy2.$Proxy#find",
        "shop.Orders$3.run(Orders.java:42), shop.Orders$#run",
        "shop.Orders$Row.read(Orders.java:42), shop.Orders$Row#read",
    })
    void whatARebuildChangesIsNotInTheNormalisedName(String site, String normalised) {
        assertThat(FrameNames.normalised(site)).isEqualTo(normalised);
    }

    @ParameterizedTest
    @CsvSource({
        "java.util.concurrent.LinkedBlockingQueue.take, LinkedBlockingQueue.take",
        "java.sql.PreparedStatement.executeQuery, PreparedStatement.executeQuery",
        "java.util.concurrent.locks.ReentrantReadWriteLock$ReadLock.lock, ReentrantReadWriteLock.ReadLock.lock",
        "synchronized, synchronized",
    })
    void aCallIsShownWithoutItsPackage(String call, String shown) {
        assertThat(FrameNames.withoutPackage(call)).isEqualTo(shown);
    }

    /** Whether or not anybody has read its stack. */
    @ParameterizedTest
    @CsvSource({
        "java.util.concurrent.LinkedBlockingQueue.take, LinkedBlockingQueue.take",
        "java.util.concurrent.ThreadPerTaskExecutor.awaitTermination, ExecutorService.awaitTermination",
        "java.util.concurrent.ThreadPerTaskExecutor.invokeAll, ExecutorService.invokeAll",
        "java.util.concurrent.ThreadPerTaskExecutor.invokeAny, ExecutorService.invokeAny",
        "java.util.concurrent.AbstractExecutorService.invokeAny, ExecutorService.invokeAny",
        "java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject.await, Condition.await",
        "java.lang.ProcessImpl.waitFor, Process.waitFor",
        "shop.OwnQueue.take, OwnQueue.take",
    })
    void aCallThatAHookHasNotedIsShownUnderThePublicName(String call, String shown) {
        assertThat(BlockingFrames.name(call)).isEqualTo(shown);
    }

    @Test
    void theFirstFrameOfAFullSiteIsTheSite() {
        assertThat(FrameNames.firstOf("a.B.c(B.java:1) < a.D.e(D.java:2)")).isEqualTo("a.B.c(B.java:1)");
        assertThat(FrameNames.firstOf("a.B.c(B.java:1)")).isEqualTo("a.B.c(B.java:1)");
        assertThat(FrameNames.firstOf(null)).isNull();
    }
}
