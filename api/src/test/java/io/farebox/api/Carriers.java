package io.farebox.api;

import io.farebox.api.Carrier.Covered;
import java.util.List;

/** Every provider and what each of its statuses does, with a charge for what failed only after the hand-over: a 17th is one more row. */
final class Carriers {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";

    static final List<Carrier> ALL = List.of(
            Carrier.of(
                            "twilio",
                            Posted.post(
                                    FORM,
                                    "SmsSid=CID&MessageSid=CID&MessageStatus=S0&To=%2B15550100&AccountSid=AC0&ErrorCode="),
                            """
                            WAIT: accepted, scheduled, queued, sending, sent, never-heard; CONFIRM: delivered, read;
                            FAIL: undelivered; RELEASE: failed, canceled""")
                    .signed(Signatures::twilio, Covered.CONTENT, Covered.QUERY),
            Carrier.of(
                            "vonage",
                            Posted.get("messageId=CID&client-ref=REF&status=S0&err-code=0&scts=1810251310&to=Vonage"),
                            """
                            WAIT: accepted, buffered, unknown, submitted, never-heard; CONFIRM: delivered, read, DELIVRD;
                            FAIL: failed, expired, rejected, undeliverable, UNDELIV""")
                    .signed(Signatures::vonage, Covered.CONTENT, Covered.TIME),
            Carrier.of("infobip", Posted.post(JSON, """
                            {"results":[{"messageId":"CID","callbackData":"REF","to":"41793026727","status":
                            {"groupId":S2,"groupName":"S3","id":S1,"name":"S0"},"error":{"id":0,"permanent":false}}]}"""), """
                    WAIT: PENDING_ENROUTE/7/1/PENDING, DELIVERED_TO_OPERATOR/2/3/DELIVERED, NEVER_HEARD/999/9/NEVER_HEARD,
                    EXPIRED_DLR_UNKNOWN/29/4/EXPIRED; CONFIRM: DELIVERED_TO_HANDSET/5/3/DELIVERED;
                    FAIL: UNDELIVERABLE_REJECTED_OPERATOR/4/2/UNDELIVERABLE, UNDELIVERABLE_NOT_DELIVERED/9/2/UNDELIVERABLE,
                    EXPIRED_EXPIRED/15/4/EXPIRED; RELEASE: UNDELIVERABLE_NOT_SENT/31/2/UNDELIVERABLE,
                    REJECTED_NETWORK/6/5/REJECTED, REJECTED_FLOODING_FILTER/20/5/REJECTED"""),
            Carrier.of("sinch", Posted.post(JSON, """
                                    {"type":"delivery_report_sms","batch_id":"CID","client_reference":"REF","statuses":[
                                    {"code":S1,"count":1,"recipients":["44231235674"],"status":"S0"}]}"""), """
                            WAIT: Queued/400, Dispatched/401, Unknown/412, NeverHeard/999; CONFIRM: Delivered/0;
                            FAIL: Rejected/403, Deleted/411, Failed/411, Expired/410;
                            RELEASE: Aborted/405, Cancelled/407, Rejected/402, Rejected/408, Expired/406""").signed(Signatures::sinch, Covered.CONTENT, Covered.TIME),
            Carrier.of(
                            "messagebird",
                            Posted.get("id=CID&recipient=31667788880&reference=REF&status=S0&statusErrorCode="),
                            """
                            WAIT: scheduled, sent, buffered, never-heard; CONFIRM: delivered;
                            FAIL: expired, delivery_failed; RELEASE: sending_failed, rejected, skipped""")
                    .signed(Signatures::messagebird, Covered.CONTENT, Covered.QUERY, Covered.TIME),
            Carrier.of("telnyx", Posted.post(JSON, """
                                    {"data":{"event_type":"message.finalized","payload":{"id":"CID","parts":1,"errors":[],
                                    "tags":["Greetings","REF"],"to":[{"phone_number":"+18005550101","status":"S0"}]}}}"""), """
                            WAIT: queued, sending, sent, delivery_unconfirmed, never-heard; CONFIRM: delivered;
                            FAIL: expired, delivery_failed; RELEASE: sending_failed, cancelled""")
                    .secret(Signatures.publicKey())
                    .signed(Signatures::telnyx, Covered.CONTENT, Covered.TIME),
            Carrier.of(
                            "plivo",
                            Posted.post(FORM, "MessageUUID=CID&Status=S0&To=15550100&Units=1&ErrorCode=000&Sequence=2"),
                            """
                            WAIT: queued, sent, never-heard; CONFIRM: delivered, read, Delivered;
                            FAIL: undelivered, rejected; RELEASE: failed""")
                    .signed(Signatures::plivo, Covered.CONTENT, Covered.QUERY),
            Carrier.of("messente", Posted.post(JSON, """
                                    {"status":"S0","sender":"MySender","err":0,"message_id":"CID","to":"+3725555555",
                                    "channel":"sms","error":null,"timestamp":"2020-02-04T08:09:42.389630"}"""), """
                            WAIT: ACK, ACCEPTD, UNKNOWN, NEVER; CONFIRM: DELIVRD, SEEN;
                            FAIL: UNDELIV, FAILED, REJECTD, EXPIRED, DELETED; RELEASE: NACK""").signed(Signatures::messente, Covered.CONTENT),
            Carrier.of("seven", Posted.post(JSON, """
                                    {"webhook_event":"dlr","webhook_timestamp":"2026-01-01T10:00:00+02:00","foreign_id":"REF",
                                    "data":{"msg_id":"CID","status":"S0","timestamp":"2026-01-01 10:00:00.000000"}}"""), """
                            WAIT: ACCEPTED, TRANSMITTED, BUFFERED, UNKNOWN, NEVER; CONFIRM: DELIVERED;
                            FAIL: NOTDELIVERED, EXPIRED, REJECTED, FAILED""")
                    .signed(Signatures::seven, Covered.CONTENT, Covered.QUERY, Covered.TIME),
            Carrier.of("messagemedia", Posted.post(JSON, """
                            {"delivery_report_id":"693e","source_number":"+61491570156","status":"S0","error_code":"S1",
                            "message_id":"CID","metadata":{"key":"value","message":"REF"}}"""), """
                    WAIT: enroute/101, submitted/102, never/999; CONFIRM: delivered/220;
                    FAIL: failed/210, expired/241, rejected/400; RELEASE: failed/301, rejected/320, rejected/330, expired/333"""),
            Carrier.of(
                    "clicksend",
                    Posted.post(FORM, "message_id=CID&custom_string=REF&status_code=S0&status_text=S1&error_code=S2"),
                    """
                    WAIT: 200/Queued, 300/Failed/16, 301/Expired/20, 999/Never; CONFIRM: 201/Sent;
                    FAIL: 301/Failed/8; RELEASE: 301/Cancelled/5"""),
            Carrier.of("ozeki", Posted.get("reference=REF&status=S0&error="), """
                    WAIT: ENROUTE, ACCEPTD, UNKNOWN, NEVER; CONFIRM: DELIVRD; FAIL: EXPIRED, DELETED, UNDELIV, REJECTD;
                    RELEASE: SKIPPED"""),
            Carrier.of(
                            "kannel",
                            Posted.get("type=S0&id=CID"),
                            "WAIT: 4, 8, 32, 66, 0, 128; CONFIRM: 1; FAIL: 2, 34; RELEASE: 16")
                    .answered(202, ""),
            Carrier.of(
                            "jasmin",
                            Posted.post(
                                    FORM, "id=CID&message_status=S0&level=3&connector=c&id_smsc=1&dlvrd=001&err=000"),
                            """
                    WAIT: ESME_ROK, ACCEPTD, UNKNOWN, NEVER; CONFIRM: DELIVRD; FAIL: EXPIRED, DELETED, UNDELIV, REJECTD;
                    RELEASE: ESME_RINVDSTADR, ESME_RTHROTTLED""")
                    .answered(200, "ACK/Jasmin"),
            Carrier.of(
                    "smpp",
                    Posted.post(
                            "text/plain",
                            "id:CID sub:001 dlvrd:001 submit date:1305050826 done date:1305050826 stat:S0 err:000 text:x"),
                    """
                    WAIT: ENROUTE, ACCEPTD, UNKNOWN, 0, 1, 6, 7, NEVER; CONFIRM: DELIVRD, 2;
                    FAIL: EXPIRED, DELETED, UNDELIV, REJECTD, 3, 4, 5, 8; RELEASE: SKIPPED, 9"""),
            Carrier.of(
                            "farebox",
                            Posted.post(JSON, "{\"reports\":[{\"message\":\"REF\",\"status\":\"S0\",\"error\":17}]}"),
                            "WAIT: unknown, never; ACCEPT: accepted; CONFIRM: delivered; FAIL: failed, expired; RELEASE: rejected")
                    .secret(RunningApi.OPERATOR_KEY)
                    .signed(Signatures::bearer));

    private Carriers() {}
}
