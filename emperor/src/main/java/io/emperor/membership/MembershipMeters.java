package io.emperor.membership;

import io.emperor.provisioning.InputsView;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** What is measured of a membership, each time that somebody asks. Thread safe. */
final class MembershipMeters {

  private MembershipMeters() {}

  static void register(Membership membership, MeterRegistry registry) {
    gauge(
        membership,
        registry,
        "instances",
        "Instances in the files that follow the cluster",
        view ->
            followed(
                view,
                all -> all.services().stream().mapToInt(InputsView.Service::instances).sum()));
    gauge(
        membership,
        registry,
        "sources.failing",
        "Sources that can't be read, of which counts what they had last",
        view ->
            view.inputs().sources().stream().filter(source -> !source.trouble().isEmpty()).count());
    gauge(
        membership,
        registry,
        "missing",
        "What is waited for, refused or left out",
        view -> view.inputs().missing().size());
    gauge(
        membership,
        registry,
        "distributing",
        "1 while this is the emperor that sends keys to all nodes",
        view -> view.distributing() ? 1 : 0);
    var unused =
        FunctionCounter.builder(
                "emperor.membership.events", membership, each -> each.view().handled())
            .description("Events of the cluster that were taken")
            .register(registry);
    updates(membership, registry, "written", InputsView.Updates::written);
    updates(membership, registry, "older", InputsView.Updates::older);
    updates(membership, registry, "ignored", InputsView.Updates::ignored);
    updates(membership, registry, "refused", InputsView.Updates::refused);
  }

  private static void gauge(
      Membership membership,
      MeterRegistry registry,
      String what,
      String description,
      ToDoubleFunction<MembershipView> value) {
    var unused =
        Gauge.builder(
                "emperor.membership." + what, membership, each -> value.applyAsDouble(each.view()))
            .description(description)
            .register(registry);
  }

  private static void updates(
      Membership membership,
      MeterRegistry registry,
      String result,
      ToDoubleFunction<InputsView.Updates> count) {
    var unused =
        FunctionCounter.builder(
                "emperor.membership.updates",
                membership,
                each -> followed(each.view(), all -> count.applyAsDouble(all.updates())))
            .tag("result", result)
            .description("Pieces of configuration that events have brought")
            .register(registry);
  }

  private static double followed(MembershipView view, ToDoubleFunction<InputsView.Followed> value) {
    InputsView.Followed followed = view.inputs().followed();
    return followed == null ? 0 : value.applyAsDouble(followed);
  }
}
