package io.emperor.config;

import io.emperor.provisioning.Inputs;

/**
 * What a vassal needs before it starts, from where others have put it. Immutable.
 *
 * @param inputs the sources, and what their values have to satisfy
 * @param ownSettings whether the vassal's settings stand beside the app, where they are stronger
 *     than those of the sources, and not inside it
 * @param rollout how many emperors of the fleet may take a change at once; 0 for all
 */
public record InputsConfig(Inputs inputs, boolean ownSettings, int rollout) {

  /** Nothing. */
  public static final InputsConfig NONE = new InputsConfig(Inputs.NONE, false, 0);
}
