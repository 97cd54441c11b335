// What scales workloads: fetched by these checksums, each built in its own module with its own versions.
module rapporteur.example/scaling

go 1.26.0

require (
	github.com/kedacore/keda/v2 v2.21.0
	sigs.k8s.io/metrics-server v0.8.0
)
