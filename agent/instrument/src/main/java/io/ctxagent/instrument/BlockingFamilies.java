package io.ctxagent.instrument;

import io.ctxagent.instrument.family.ChannelFamily;
import io.ctxagent.instrument.family.CoroutineFamily;
import io.ctxagent.instrument.family.DatagramFamily;
import io.ctxagent.instrument.family.DnsFamily;
import io.ctxagent.instrument.family.FileLockFamily;
import io.ctxagent.instrument.family.ForkFamily;
import io.ctxagent.instrument.family.ForkJoinFamily;
import io.ctxagent.instrument.family.FutureFamily;
import io.ctxagent.instrument.family.GrpcFamily;
import io.ctxagent.instrument.family.HttpClientFamily;
import io.ctxagent.instrument.family.HttpFamily;
import io.ctxagent.instrument.family.InputFamily;
import io.ctxagent.instrument.family.JdbcFamily;
import io.ctxagent.instrument.family.JoinFamily;
import io.ctxagent.instrument.family.LockFamily;
import io.ctxagent.instrument.family.LostHandOverFamily;
import io.ctxagent.instrument.family.OldWorkerFamily;
import io.ctxagent.instrument.family.ParkFamily;
import io.ctxagent.instrument.family.PipeFamily;
import io.ctxagent.instrument.family.PostgresFamily;
import io.ctxagent.instrument.family.ProcessFamily;
import io.ctxagent.instrument.family.PropagationFamily;
import io.ctxagent.instrument.family.QueueFamily;
import io.ctxagent.instrument.family.ScopeFamily;
import io.ctxagent.instrument.family.SelectorFamily;
import io.ctxagent.instrument.family.SleepFamily;
import io.ctxagent.instrument.family.SocketFamily;
import io.ctxagent.instrument.family.StageFamily;
import io.ctxagent.instrument.family.TimerFamily;
import io.ctxagent.instrument.family.TransferFamily;
import io.ctxagent.instrument.family.WaitFamily;
import java.util.List;

/** Every family that there is. A new one is a file in {@code family} and a line here. */
public final class BlockingFamilies {

    private BlockingFamilies() {}

    /** The list. */
    public static List<BlockingFamily> all() {
        return List.of(
                new PropagationFamily(),
                new OldWorkerFamily(),
                new ForkJoinFamily(),
                new StageFamily(),
                new TimerFamily(),
                new LostHandOverFamily(),
                new ParkFamily(),
                new QueueFamily(),
                new LockFamily(),
                new FutureFamily(),
                new ForkFamily(),
                new ScopeFamily(),
                new CoroutineFamily(),
                new SleepFamily(),
                new WaitFamily(),
                new JoinFamily(),
                new ProcessFamily(),
                new SocketFamily(),
                new DatagramFamily(),
                new ChannelFamily(),
                new TransferFamily(),
                new SelectorFamily(),
                new FileLockFamily(),
                new PipeFamily(),
                new HttpClientFamily(),
                new HttpFamily(),
                new DnsFamily(),
                new InputFamily(),
                new JdbcFamily(),
                new PostgresFamily(),
                new GrpcFamily());
    }
}
