package io.emperor.vassal.step;

import io.emperor.api.Health;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The vassal that a generation is for, as its steps see it. Asked and told on its queue alone. */
public interface Vassal {

  /** Whether this generation is to start still; can be asked on any thread. */
  boolean isWanted();

  /** What is registered, and serves perhaps; {@code null} for nothing. */
  @Nullable Generation current();

  /** Whether that serves. */
  boolean serves();

  /**
   * Ends what is registered before another one starts.
   *
   * @param why for people
   */
  void makeWay(Generation next, String why);

  /** Completed when nothing that has been ended holds a port, or what only one can have. */
  CompletableFuture<Void> portFree();

  /** The generation waits for what it depends on, perhaps for ever. */
  void heldUp(String reason);

  /**
   * What the generation was given is not what it would be given now: it is to be reloaded.
   *
   * @return completed when the next one enters service, or with why it does not
   */
  CompletableFuture<Void> inputsChanged();

  /** Something that an operator wants to know of a generation that serves; empty for nothing. */
  void remark(String words);

  /** The generation is about to be started. */
  void starting();

  /** The start waits for something within the vassal. */
  void waits(String what);

  /** The start waits for something in the app. */
  void appWaits(String what);

  /** Somebody waits at the port of a generation of which nothing runs. */
  void asked();

  /** Nobody has asked anything of the generation for as long as it goes on without that. */
  void idle();

  /** The generation has said how it is. */
  void measured(Health health);
}
