#!/usr/bin/env bash
# The kernels of some training steps under AddressSanitizer, UndefinedBehaviorSanitizer and
# ThreadSanitizer, each in a process of its own: SanitizerRuns. Arguments are Maven's.
set -euo pipefail
cd "$(dirname "$0")/../../../.."
exec ./mvnw -q -B -pl cuda-profile -am test -Dtest=SanitizerRuns \
  -Dsurefire.failIfNoSpecifiedTests=false -Dpitest.skip -Dspotless.check.skip "$@"
