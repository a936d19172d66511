package io.emperor.provisioning.source;

/**
 * A place that values come from, watched from {@link #open} to {@link #close}. Safe for use by many
 * threads.
 */
public interface Source extends AutoCloseable {

  /** As messages and operators know it: {@code consul config/shop/}. One line. */
  String name();

  /**
   * Whether its values are texts that stand for what a schema wants in their place, as those of a
   * key-value store are; those of YAML have types of their own.
   */
  boolean isText();

  /**
   * Begins to watch. Does not wait for an answer.
   *
   * @param listener told of the first state and of each change, one at a time; must not block
   */
  void open(SourceListener listener);

  /**
   * Ends the watch: the listener hears nothing more, unless it does by now. Can be called twice.
   */
  @Override
  void close();
}
