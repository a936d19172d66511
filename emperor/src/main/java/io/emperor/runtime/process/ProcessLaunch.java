package io.emperor.runtime.process;

import io.emperor.runtime.probe.Probe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an app in a process of its own is started with.
 *
 * @param words the program and its arguments
 * @param environment what it finds around it; with its port it is told where to listen
 * @param probe how it is asked whether it works
 * @param stop how it is asked to end
 * @param fencing has it frozen once its lease is over; {@code null} for what needs none
 * @param watch is told of its run
 */
public record ProcessLaunch(
    List<String> words,
    ProcessEnvironment environment,
    Probe probe,
    StopSignal stop,
    @Nullable Fencing fencing,
    RunWatch watch) {}
