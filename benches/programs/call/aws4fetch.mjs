// One call as a user would write it.
import { AwsClient } from "aws4fetch";

export async function stop(taskId, { accessKeyId, accessKeySecret: secretAccessKey }) {
  const aws = new AwsClient({ accessKeyId, secretAccessKey, service: "live", region: "cn-shanghai" });
  const url = `https://live.aliyuncs.com/?Action=StopRtcCloudRecording&TaskId=${encodeURIComponent(taskId)}`;
  return (await aws.fetch(url, { method: "POST" })).json();
}
