package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;

/** Two texts, one after the other. */
final class Joined extends BinaryExpression<Object> {

  private final Run run;

  Joined(Run run) {
    this.run = run;
  }

  @Override
  public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
    String left = Values.text(getLeftExpression().evaluate(self, context));
    String right = Values.text(getRightExpression().evaluate(self, context));
    run.making((long) left.length() + right.length());
    return left + right;
  }
}
