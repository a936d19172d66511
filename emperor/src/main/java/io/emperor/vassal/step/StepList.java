package io.emperor.vassal.step;

import java.util.List;

/**
 * The steps of every start, in their order. A new one is a file, and a line here.
 *
 * @param loading those that get and read files; none of them runs the app's code, but for the tool
 *     in a jar that unpacks it
 * @param starting the others
 */
public record StepList(List<Step> loading, List<Step> starting) {

  /** Copies the lists. */
  public StepList {
    loading = List.copyOf(loading);
    starting = List.copyOf(starting);
  }

  /**
   * The list.
   *
   * @param context what the steps work with
   */
  public static StepList of(StepContext context) {
    return new StepList(
        List.of(
            new OwnerStep(context),
            new FetchStep(context),
            new CopyStep(context),
            new ConfigureStep(context),
            new ProvisionStep(context),
            new PortStep(context),
            new LoadStep(context),
            new HookStep(context)),
        List.of(
            new DependenciesStep(context),
            new SlotStep(context),
            new TurnStep(context),
            new PredecessorStep(),
            new StartStep(),
            new ServeStep(context),
            new RegisterStep(context),
            new NamesStep(),
            new HealthStep(context),
            new IdleStep(context)));
  }
}
