package io.emperor.provisioning.template;

import io.pebbletemplates.pebble.node.expression.BinaryExpression;
import io.pebbletemplates.pebble.template.EvaluationContextImpl;
import io.pebbletemplates.pebble.template.PebbleTemplateImpl;
import io.pebbletemplates.pebble.utils.OperatorUtils;

/** A sum of numbers. Pebble's own puts texts together, too, and lists. */
final class Sum extends BinaryExpression<Object> {

  @Override
  public Object evaluate(PebbleTemplateImpl self, EvaluationContextImpl context) {
    Object left = getLeftExpression().evaluate(self, context);
    Object right = getRightExpression().evaluate(self, context);
    if (left instanceof Number && right instanceof Number) {
      return OperatorUtils.add(left, right);
    }
    throw new RefusedException(
        "adds "
            + Values.kind(left)
            + " and "
            + Values.kind(right)
            + "; + is for numbers, ~ for texts, merge for lists");
  }
}
