package io.emperor.bench.scale;

/** What an emperor does again and again: there is one next time, and none once it is dead. */
final class NextTurn {

  private final World world;
  private final int emperor;
  private final Runnable task;
  private long last;

  NextTurn(World world, int emperor, Runnable task) {
    this.world = world;
    this.emperor = emperor;
    this.task = task;
  }

  /** Does it in so many nanoseconds, and not at the time that was set before. */
  void in(long nanos) {
    long turn = ++last;
    world
        .time()
        .in(
            nanos,
            () -> {
              if (turn == last && !world.isDead(emperor)) {
                task.run();
              }
            });
  }
}
