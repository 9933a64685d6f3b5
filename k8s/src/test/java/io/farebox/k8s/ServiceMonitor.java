package io.farebox.k8s;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/** What we use of the Prometheus operator's resource (monitoring.coreos.com/v1), as its definition describes it. */
record ServiceMonitor(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {
    record Spec(String jobLabel, LabelSelector selector, List<Endpoint> endpoints) {}

    record Endpoint(String port, String path, String interval, String scrapeTimeout) {}
}
