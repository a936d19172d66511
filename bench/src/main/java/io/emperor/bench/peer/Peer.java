package io.emperor.bench.peer;

import java.nio.file.Path;

/** Something that runs apps which are dropped into a directory, and has them in Consul. */
public interface Peer {

  /** As the tables name it. */
  String name();

  /**
   * Starts it with nothing in its directory; it may still be starting when this returns.
   *
   * @param work a directory that is there, empty, and this one's alone
   * @param consul the agent's host and port
   */
  Running start(Path work, String consul);

  /** It, running. */
  interface Running extends AutoCloseable {

    /**
     * Has an app ready beside the directory, so that {@link #drop} is a single rename.
     *
     * @param app its name, and that of its service
     */
    void prepare(String app);

    /** Drops what was prepared. */
    void drop(String app);

    /** Touches what was dropped, which is how each of them is told to reload it. */
    void touch(String app);

    /** Takes away what was dropped; it may still be ending when this returns. */
    void remove(String app);

    /** Its first process; all others descend from it. */
    ProcessHandle process();

    /** Ends it with all of its processes, and waits until they are gone. */
    @Override
    void close();
  }
}
