package io.emperor.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emperor.base.DaemonThreads;
import io.emperor.base.SerialTask;
import io.emperor.provisioning.program.Programs;
import io.emperor.provisioning.rule.HandlerFailedException;
import io.emperor.provisioning.rule.Handlers;
import io.emperor.provisioning.rule.Rules;
import io.emperor.provisioning.schema.InterfaceSchema;
import io.emperor.provisioning.schema.Verdict;
import io.emperor.provisioning.source.Cluster;
import io.emperor.provisioning.source.Snapshot;
import io.emperor.provisioning.source.Snapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings inputs to a program: watches the sources, holds their values against schemas, has the
 * rules' handlers run, and tells when all is there. What is refused later changes nothing. One
 * thread of its own does all of it but the watching, which no handler holds up; safe for use by
 * many.
 */
public final class Provisioning implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Provisioning.class);

  private final Inputs inputs;
  private final Snapshots snapshots;
  private final Rules rules;
  private final ScheduledThreadPoolExecutor thread;
  private final SerialTask turn;
  private final Listener listener;
  private volatile List<String> refused = List.of();
  private volatile @Nullable Snapshot current;
  private @Nullable ObjectNode delivered; // of the thread alone
  private @Nullable ScheduledFuture<?> next; // of the thread alone
  private boolean over; // of the thread alone

  /** Hears how it goes, on the thread that does it, one call at a time. */
  public interface Listener {

    /** All is there and valid: the first time, or again after a change. */
    void provisioned(Provisioned inputs);

    /** A handler has failed as often as is borne; this is the last call. */
    void failed(HandlerFailedException failure);
  }

  /**
   * Looks at nothing yet.
   *
   * @param inputs what is needed
   * @param cluster Consul; asked for if it is one of the sources
   * @param programs runs the handlers
   * @param listener hears how it goes
   */
  public Provisioning(
      Inputs inputs, Supplier<Cluster> cluster, Programs programs, Listener listener) {
    this.inputs = inputs;
    this.listener = listener;
    thread = new ScheduledThreadPoolExecutor(1, new DaemonThreads("provisioning"));
    thread.setRemoveOnCancelPolicy(true);
    turn = new SerialTask(thread, this::turn);
    snapshots =
        new Snapshots(
            inputs.sources().stream().map(plan -> plan.in(cluster)).toList(),
            inputs.delivery().quietPeriod(),
            Optional.empty(),
            thread,
            System::nanoTime);
    Inputs.Validity validity = inputs.validity();
    rules =
        new Rules(
            validity.rules(),
            validity.schemas(),
            new Handlers(programs, inputs.handlers()),
            inputs.retries().limit(),
            inputs.retries().interval(),
            System::nanoTime);
  }

  /** Begins. Does not wait. */
  public void open() {
    snapshots.open(this::take);
  }

  /** What is waited for, and what was refused; a line each without any value. */
  public List<String> missing() {
    List<String> all = new ArrayList<>(snapshots.missing());
    if (all.isEmpty()) {
      all.addAll(snapshots.troubles());
      all.addAll(refused);
    }
    return all;
  }

  private void take(Snapshot snapshot) {
    current = snapshot;
    turn.trigger();
  }

  private void turn() {
    Snapshot snapshot = current;
    if (over || snapshot == null) {
      return;
    }
    try {
      List<String> wrong = refusals(snapshot);
      // Rules do what they can in the meantime, as their interfaces may be valid.
      boolean complete = rules.turn(snapshot);
      wrong.addAll(rules.pending());
      refuse(List.copyOf(wrong));
      if (complete && wrong.isEmpty()) {
        deliver(snapshot);
      } else if (!complete) {
        again();
      }
    } catch (HandlerFailedException e) {
      over = true;
      listener.failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void refuse(List<String> wrong) {
    boolean news = !wrong.equals(refused);
    refused = wrong;
    if (news && delivered != null && !wrong.isEmpty()) {
      log.warn("a change is not taken, and what there was stays: {}", String.join("; ", wrong));
    }
  }

  /** A handler that has failed is tried again, however often the sources change. */
  private void again() {
    if (next != null) {
      next.cancel(false);
    }
    try {
      next =
          thread.schedule(
              turn::trigger, inputs.retries().interval().toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      log.debug("closed while rules were not complete", e);
    }
  }

  private void deliver(Snapshot snapshot) {
    if (!snapshot.values().equals(delivered)) {
      delivered = snapshot.values();
      Map<String, String> environment = new LinkedHashMap<>();
      inputs
          .delivery()
          .environment()
          .forEach((name, text) -> environment.put(name, text.filled(snapshot.values())));
      listener.provisioned(new Provisioned(snapshot.number(), environment));
    }
  }

  private List<String> refusals(Snapshot snapshot) {
    List<String> wrong = new ArrayList<>();
    for (String name : inputs.validity().interfacesOfNoRule()) {
      inputs.validity().schemas().of(name).ifPresent(schema -> hold(schema, snapshot, wrong));
    }
    inputs
        .validity()
        .minimum()
        .forEach(
            (service, least) -> {
              int passing = snapshot.values().path(service).path("instances").size();
              if (passing < least) {
                wrong.add(
                    "minimum: "
                        + service
                        + " has "
                        + passing
                        + " passing instances, and "
                        + least
                        + " are needed");
              }
            });
    inputs
        .delivery()
        .environment()
        .forEach(
            (name, text) ->
                text.missing(snapshot.values())
                    .forEach(key -> wrong.add("env." + name + " waits for " + key)));
    return wrong;
  }

  private static void hold(InterfaceSchema schema, Snapshot snapshot, List<String> wrong) {
    JsonNode value = snapshot.values().path(schema.name());
    if (value.isMissingNode()) {
      wrong.add("interface " + schema.name() + " is not there");
      return;
    }
    Verdict verdict =
        schema.validate(value, pointer -> snapshot.texts().contains("/" + schema.name() + pointer));
    verdict
        .violations()
        .forEach(violation -> wrong.add("interface " + schema.name() + ": " + violation));
  }

  @Override
  public void close() {
    snapshots.close();
    thread.shutdownNow();
  }
}
