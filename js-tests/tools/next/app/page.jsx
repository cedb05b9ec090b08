// Stops a recording from the page, whose own server is the service.
"use client";

import { stopRtcCloudRecording } from "apsara-live";
import { useEffect, useState } from "react";

const credentials = { accessKeyId: "testid", accessKeySecret: "testsecret" };

export default function Page() {
  const [outcome, setOutcome] = useState("");
  useEffect(() => {
    const taskId = new URLSearchParams(location.search).get("task");
    stopRtcCloudRecording({ taskId }, { credentials, endpoint: location.host }).then(
      (stopped) => setOutcome(stopped.outcome),
      (error) => setOutcome(String(error)),
    );
  }, []);
  return <output>{outcome}</output>;
}
