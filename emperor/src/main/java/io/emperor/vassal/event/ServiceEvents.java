package io.emperor.vassal.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.emperor.inputs.ChildPrograms;
import io.emperor.inputs.CommandEnvironment;
import io.emperor.inputs.EventCommand;
import io.emperor.runtime.owner.Account;
import io.emperor.runtime.process.ChildProcesses;
import io.emperor.vassal.status.ServiceEvent;
import io.emperor.vassal.status.VassalWatcher;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Tells watchers and commands of services that were registered or deregistered. The commands of one
 * vassal run one after another, in the order of what they are told; nobody waits for them but the
 * end of the emperor. Safe for use by many threads.
 */
public final class ServiceEvents implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ServiceEvents.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

  /** What is still to run when the emperor ends has this long in all. */
  private static final int LAST_SECONDS = 10;

  private final ChildProcesses children;
  private final VassalWatcher watcher;
  private final Map<String, CompletableFuture<Void>> latest = new ConcurrentHashMap<>();

  /**
   * Runs nothing yet.
   *
   * @param children starts the commands
   * @param watcher told of every event
   */
  public ServiceEvents(ChildProcesses children, VassalWatcher watcher) {
    this.children = children;
    this.watcher = watcher;
  }

  /** Tells of one; returns at once. */
  void tell(ServiceEvent event, String command, @Nullable Account user) {
    watcher.told(event);
    if (command.isEmpty()) {
      return;
    }
    String vassal = event.vassal();
    CompletableFuture<Void> over =
        latest.compute(
            vassal,
            (name, before) ->
                (before == null ? DONE : before)
                    .thenRunAsync(() -> run(event, command, user), children.blocking()));
    var unused = over.whenComplete((done, failure) -> latest.remove(vassal, over));
  }

  /** What fails here must not keep the next ones from being run. */
  private void run(ServiceEvent event, String command, @Nullable Account user) {
    MDC.put("vassal", event.vassal());
    try {
      new EventCommand(
              new ChildPrograms(children, event.vassal(), user), "on-" + event.kind().word())
          .run(
              command,
              user == null ? CommandEnvironment.inherited() : Map.of(),
              JSON.writeValueAsString(event.fields()) + "\n");
    } catch (JsonProcessingException | RuntimeException e) {
      log.error("a command that tells of a service failed inside the emperor", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      MDC.remove("vassal");
    }
  }

  /** Waits for the commands that still run, up to 10 s. */
  @Override
  public void close() {
    CompletableFuture<?>[] running = latest.values().toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(running).get(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      log.warn(
          "the commands of on-registered and on-deregistered of {} have not ended within {} s, and"
              + " are given up",
          String.join(", ", latest.keySet()),
          LAST_SECONDS);
    } catch (ExecutionException e) {
      log.debug("a command could not be run at the end", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
