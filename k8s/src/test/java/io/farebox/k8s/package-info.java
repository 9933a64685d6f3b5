/**
 * Checks of what goes to a cluster, without one.
 *
 * <p>Each overlay is rendered, every document is read as the type that it says it is, and then held to the rules that we
 * want of all of them. Where kubectl is installed its rendering must be the same; where promtool is, it tests the alerts.
 */
@NullMarked
package io.farebox.k8s;

import org.jspecify.annotations.NullMarked;
