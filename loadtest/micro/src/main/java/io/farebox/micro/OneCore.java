package io.farebox.micro;

import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How all of it is measured: one thread does one thing, in a JVM of its own, until it is compiled and then for five seconds.
 *
 * <p>The simplest collector, so that nothing but the thread that is measured works while it works.
 */
@State(Scope.Thread)
@Fork(
        value = 1,
        jvmArgs = {"-Xms512m", "-Xmx512m", "-XX:+UseSerialGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OneCore {}
