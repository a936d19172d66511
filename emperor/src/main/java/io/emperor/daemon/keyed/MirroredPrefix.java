package io.emperor.daemon.keyed;

import io.emperor.api.ConsulException;
import io.emperor.api.Watch;
import io.emperor.base.SafeText;
import io.emperor.base.SerialTask;
import io.emperor.consul.app.KeyPrefix;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a mirror like its keys: looks at them after every change, and again and again after a
 * failure. Until Consul's leader has said what is there, the mirror stays as it is.
 */
final class MirroredPrefix {

  private static final Logger log = LoggerFactory.getLogger(MirroredPrefix.class);
  private static final long AGAIN_SECONDS = 3;

  private final ConsulPrefix prefix;
  private final Mirror mirror;
  private final KeyPrefix keys;
  private final ScheduledExecutorService thread;
  private final SerialTask look;
  private final CompletableFuture<Void> looked = new CompletableFuture<>();
  private @Nullable Object trouble; // its kind; of the thread alone

  MirroredPrefix(
      ConsulPrefix prefix, Mirror mirror, KeyPrefix keys, ScheduledExecutorService thread) {
    this.prefix = prefix;
    this.mirror = mirror;
    this.keys = keys;
    this.thread = thread;
    this.look = new SerialTask(thread, this::look);
  }

  Watch start() {
    look.trigger(); // a watch that is refused tells nothing
    return keys.watch(look::trigger);
  }

  /** Done once the keys were looked at, or could not be. */
  CompletableFuture<Void> looked() {
    return looked;
  }

  private void look() {
    try {
      mirror.show(keys.all());
      over();
    } catch (ConsulException e) {
      failed(e.kind(), e.kind() == ConsulException.Kind.FORBIDDEN ? forbidden() : e.getMessage());
    } catch (IOException e) {
      failed(IOException.class, "the disk does not take it, " + e);
    } finally {
      looked.complete(null);
    }
  }

  private String forbidden() {
    return "the token may not read all of it: its policy needs " + prefix.rule("read");
  }

  private void failed(Object kind, @Nullable String why) {
    if (!kind.equals(trouble)) {
      trouble = kind;
      log.warn(
          "{} can't be mirrored: {}; the vassals mirrored last stay",
          prefix,
          SafeText.line(String.valueOf(why)));
    }
    try {
      var unused = thread.schedule(look::trigger, AGAIN_SECONDS, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("{} is mirrored no more", prefix, e);
    }
  }

  private void over() {
    if (trouble != null) {
      trouble = null;
      log.info("{} is mirrored again", prefix);
    }
  }
}
