package io.farebox.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.farebox.api.Fate.Charge;
import io.farebox.api.RunningApi.Answer;
import io.farebox.api.RunningApi.Tenant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Forms of reports that providers document beside the one of their row in {@link Carriers}: the examples of their pages, with
 * the message's id put in. A body that starts with a brace or bracket is JSON, one with a query alone comes by GET.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProvidersIT {
    private final ReportingStage stage = new ReportingStage("of");
    private final Set<String> connections = new HashSet<>();

    private String connectionOf(String provider) {
        if (connections.add(provider)) {
            stage.connect(provider, provider, "", Charge.ACCEPTED);
        }
        return "of-" + provider;
    }

    private static Posted posted(String query, String body) {
        if (body.isEmpty()) {
            return Posted.get(query);
        }
        String type = body.startsWith("{") || body.startsWith("[")
                ? "application/json"
                : body.contains("stat:") ? "text/plain" : "application/x-www-form-urlencoded";
        Posted posted = Posted.post(type, body);
        return query.isEmpty() ? posted : posted.and(query);
    }

    /** The charge point is "accepted": what failed after the hand-over is charged, what never left is given back. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // twilio.com/docs/messaging/guides/track-outbound-message-status
                "twilio | m | SmsSid=SM42&SmsStatus=delivered&MessageStatus=delivered&To=%2B15550100&ApiVersion=2010-04-01 | confirmed",
                "twilio | m | SmsSid=SM42&SmsStatus=undelivered&ErrorCode=30003&RawDlrDoneDate=2302141200 | confirmed",
                "twilio | m&MessageStatus=delivered | | confirmed",
                // developer.vonage.com/messaging/sms/guides/delivery-receipts
                "vonage | m | {'err-code':'0','message-timestamp':'2018-10-25 12:10:29','messageId':'0B00000127FDBC63','msisdn':'447547232824','network-code':'23410','price':'0.03330000','scts':'1810251310','status':'delivered','to':'Vonage'} | confirmed",
                "vonage | m | status=expired&err-code=1&client-ref= | confirmed",
                "vonage | m | status=DELIVERED | confirmed",
                // developer.vonage.com/en/messages/concepts/messages-status-callbacks
                "vonage | | {'message_uuid':'aaaaaaaa-bbbb','to':'447700900000','timestamp':'2025-02-03T12:14:25Z','status':'undeliverable','error':{'type':'x','title':1300},'client_ref':'MESSAGE','channel':'sms'} | confirmed",
                "vonage | m | {'message_uuid':'aaaaaaaa-bbbb','status':'submitted','usage':{'price':'0.03','currency':'EUR'}} | reserved",
                // infobip.com/docs/api/channels/sms: both generations; what has names alone, and what has numbers alone
                "infobip | m | {'results':[{'bulkId':'BULK-ID-123-xyz','price':{'pricePerMessage':0.01,'currency':'EUR'},'status':{'groupId':3,'groupName':'DELIVERED','id':5,'name':'DELIVERED_TO_HANDSET'},'error':{'groupId':0,'groupName':'OK','id':0,'name':'NO_ERROR','permanent':false},'messageId':'MESSAGE-ID-123-xyz','to':'41793026727','doneAt':'2019-11-09T16:00:00.000+0100','messageCount':1,'callbackData':'callbackData'}]} | confirmed",
                "infobip | | {'results':[{'sender':'S','channel':'SMS','status':{'groupName':'DELIVERED','name':'DELIVERED_TO_HANDSET'},'callbackData':'MESSAGE'}]} | confirmed",
                "infobip | | {'results':[{'status':{'groupName':'DELIVERED','name':'DELIVERED_TO_OPERATOR'},'callbackData':'MESSAGE'}]} | reserved",
                "infobip | | {'results':[{'status':{'groupId':5,'id':6},'callbackData':'MESSAGE'}]} | released",
                // developers.sinch.com/docs/sms/api-reference/sms/webhooks: of one recipient, a summary, and of MMS
                "sinch | m | {'type':'recipient_delivery_report_sms','batch_id':'01FC','recipient':'+44231235674','code':401,'status':'Dispatched','at':'2022-08-30T08:16:08.930Z','operator':'35000'} | reserved",
                "sinch | | {'type':'recipient_delivery_report_mms','batch_id':'01FC','recipient':'+44231235674','code':'0','status':'Delivered','client_reference':'MESSAGE'} | confirmed",
                "sinch | | {'type':'delivery_report_sms','batch_id':'01FC','statuses':[{'code':0,'count':1,'status':'Delivered'}],'total_message_count':1,'client_reference':'MESSAGE'} | confirmed",
                "sinch | | {'type':'delivery_report_sms','statuses':[{'code':0,'count':2,'status':'Delivered'}],'total_message_count':2,'client_reference':'MESSAGE'} | reserved",
                "sinch | m | {'type':'mo_text','id':'01FC','from':'15550100','body':'Hi'} | reserved",
                // developers.messagebird.com/api/sms-messaging/#handle-a-status-report
                "messagebird | m&id=57db52e04e2f4001b555f79813a0f503&mccmnc=20409&ported=0&recipient=31667788880&reference=curl&status=delivered&statusDatetime=2019-01-09T12%3A23%3A23%2B00%3A00 | | confirmed",
                "messagebird | m&status=delivery_failed&statusErrorCode=104&statusReason=unknown+subscriber | | confirmed",
                // docs.bird.com/api/channels-api/message-status-and-interactions
                "messagebird | | {'service':'channels','event':'sms.outbound','payload':{'id':'b1','channelId':'c','reference':'MESSAGE','status':'sending_failed','reason':'x','receiver':{'contacts':[]}}} | released",
                "messagebird | m | {'service':'channels','event':'sms.outbound','payload':{'id':'b1','status':'delivered'}} | confirmed",
                // developers.telnyx.com/docs/messaging/messages/receiving-webhooks
                "telnyx | m | {'data':{'event_type':'message.finalized','id':'4ee8','record_type':'event','payload':{'cost':null,'errors':[{'code':'40008','title':'Undeliverable'}],'id':'ac01','tags':[],'to':[{'carrier':'T-MOBILE','phone_number':'+13125000000','status':'delivery_failed'}]}},'meta':{'attempt':1}} | confirmed",
                "telnyx | m | {'data':{'event_type':'message.received','payload':{'to':[{'status':'webhook_delivered'}]}}} | reserved",
                // plivo.com/docs/messaging/api/message/message-status-callbacks
                "plivo | m&MessageUUID=u&Status=Undelivered&ErrorCode=300&PartInfo=1+of+2&ParentMessageUUID=u | | confirmed",
                // messente.com/documentation/sms-messaging/delivery-report, and the Omnichannel API's
                "messente | m&sms_unique_id=sms123&stat=DELIVRD&err= | | confirmed",
                "messente | m&sms_unique_id=sms123&stat=UNDELIV&err=999 | | confirmed",
                "messente | m | {'status':'seen','channel':'viber','omnimessage_id':'o','message_id':null,'err':null} | confirmed",
                // docs.seven.io/en/rest-api/webhooks: by GET and as a form
                "seven | m&webhook_event=dlr&data%5Bmsg_id%5D=77149843739&data%5Bstatus%5D=DELIVERED | | confirmed",
                "seven | m | webhook_event=dlr&data[msg_id]=77149&data[status]=NOTDELIVERED&data[timestamp]=2021-08-24+08:08:00 | confirmed",
                "seven | m&msg_id=77149&status=TRANSMITTED | | reserved",
                "seven | | {'webhook_event':'dlr','data':{'msg_id':'77149','status':'EXPIRED','foreign_id':'MESSAGE'}} | confirmed",
                // developers.messagemedia.com/code/messages-api-documentation
                "messagemedia | m | {'delivery_report_id':'693e','source_number':'+61491570156','date_received':'2016-11-03T11:49:02.807Z','status':'delivered','delay':0,'original_text':'Hello!','message_id':'389d','error_code':'220','metadata':{'key':'value'}} | confirmed",
                "messagemedia | | {'status':'rejected','error_code':330,'metadata':{'message':'','reference':'MESSAGE'}} | released",
                // help.clicksend.com: list of SMS gateway error codes
                "clicksend | m | {'timestamp':1722565661,'message_id':'D6D16B28','status_code':'201','status_text':'Success: Message received on handset.','error_code':null,'custom_string':null,'message_type':'sms'} | confirmed",
                "clicksend | m | {'status_code':301,'error_code':20,'custom_string':''} | reserved",
                "clicksend | | [{'status_code':300,'error_code':'16','custom_string':'MESSAGE'},{'status_code':301,'status':'Cancelled','error_code':'5','custom_string':'MESSAGE'}] | released",
                // Kannel user guide, delivery reports: bits together
                "kannel | m&type=9 | | confirmed",
                "kannel | m&type=12 | | reserved",
                "kannel | m&type=18 | | released",
                // docs.jasminsms.com, delivery reports: level 1 by GET, level 2 with dates
                "jasmin | m&id=16fd2706-8baf&message_status=ESME_ROK&level=1&connector=demo_cid | | reserved",
                "jasmin | m | id=external1&message_status=UNDELIV&level=2&subdate=1311022338&err=12&text=Hello | confirmed",
                // ozekisms.com, HTTP SMS API, URL templates
                "ozeki | m&state=skipped | | released",
                // Receipts as they are met with: github.com/opentelecoms-org/jsmpp 62, twitter-archive/cloudhopper-smpp
                // 105,
                // funbox/smppex 46, linxGnu/gosmpp 124, onlinecity/php-smpp 29
                "smpp | m | id:c87c2273-7edb-4bc7-8d3a-7f57f21b625e submit date:201506201641 done date:201506201641 stat:DELIVRD err:000 | confirmed",
                "smpp | m | id:rdwj sub:000 dlvrd:000 submit date:180711070003912+ done date:180711070000012+ stat:UNDELIV err:000 | confirmed",
                "smpp | m | id:123A456B sub:1 dlvrd:1 submit date:1702281424 done date:1702281424 stat:DELIVRD err: 0 text: hello how | confirmed",
                "smpp | m | ID: 7 STAT: delivrd ERR: | confirmed",
                "smpp | m | err:012 stat:EXPIRED id:1 text:stat:DELIVRD | confirmed",
                "smpp | m | text:Hello id:1 stat:SKIPPED | released",
                "smpp | m | id:1 sub:001 stat: err:000 text:stat:x | reserved",
                "smpp | | id:MESSAGE stat:SKIPPED err:000 text:100% off | released",
                "smpp | m&message_state=9&receipted_message_id=1 | | released",
                "smpp | m&message_state=0x02 | | confirmed",
                "smpp | m | message_state=05&receipted_message_id=70BD | confirmed",
                "smpp | m | {'receipted_message_id':'70BD','message_state':1} | reserved",
                "smpp | | short_message=id%3AMESSAGE+stat%3ADELIVRD+err%3A000 | confirmed"
            })
    void asDocumented(String provider, String query, String body, String expected) {
        String connection = connectionOf(provider);
        String message = stage.messages(connection, 1).get(0);
        Posted report = posted(
                query == null ? "" : query.replaceFirst("^m", "m=" + message),
                body == null
                        ? ""
                        : (provider.equals("smpp") && !body.startsWith("{") ? body : body.replace('\'', '"'))
                                .replace("MESSAGE-ID", "ID")
                                .replace("MESSAGE", message));
        assertThat(stage.post(connection, report).status()).isIn(200, 202);
        assertThat(stage.stateOf(message)).isEqualTo(expected);
    }

    @Test
    void aReceiptMayComeAsAFormThatItIsNot() {
        String connection = connectionOf("smpp");
        String message = stage.messages(connection, 1).get(0);
        Posted report = Posted.post(
                        "application/x-www-form-urlencoded", "id:7 stat:DELIVRD err:000 text:100% of it & more")
                .and("m=" + message);
        assertThat(stage.post(connection, report).status()).isEqualTo(200);
        assertThat(stage.stateOf(message)).isEqualTo("confirmed");
    }

    @Test
    void aReceiptOfSeveralLinesOfTextIsOne() {
        String connection = connectionOf("smpp");
        String message = stage.messages(connection, 1).get(0);
        Posted report = Posted.post("text/plain", "id:7 stat:DELIVRD err:000 text:one\ntwo\nid:8\n")
                .and("m=" + message);
        assertThat(stage.post(connection, report).text("/taken")).isEqualTo("1");
        assertThat(stage.stateOf(message)).isEqualTo("confirmed");
    }

    @Test
    void manyReceiptsInOneDelivery() {
        String connection = connectionOf("smpp");
        List<String> messages = stage.messages(connection, 3);
        String text =
                "id:" + messages.get(0) + " stat:DELIVRD\nid:" + messages.get(1) + " stat:SKIPPED\n\nid:7 stat:DELIVRD";
        Answer answer = stage.post(connection, Posted.post("text/plain", text).and("m=" + messages.get(2)));
        assertThat(answer.body().path("results").findValuesAsText("result"))
                .containsExactly("confirmed", "released", "unknown-message");
    }

    /** Several recipients that the carrier took at once: each is linked by the carrier's id and the number. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sinch | {'type':'delivery_report_sms','batch_id':'CID','client_reference':'MESSAGE','statuses':[{'code':0,'count':2,'recipients':['15550100','15550101'],'status':'Delivered'},{'code':402,'count':1,'recipients':['15550102'],'status':'Rejected'}]}",
                "telnyx | {'data':{'payload':{'id':'CID','tags':['MESSAGE'],'to':[{'phone_number':'+15550100','status':'delivered'},{'phone_number':'+15550101','status':'delivered'},{'phone_number':'+15550102','status':'sending_failed'}]}}}"
            })
    void ofSeveralRecipientsAtOnce(String provider, String body) {
        String connection = connectionOf(provider);
        List<String> messages = stage.messages(connection, 3);
        String ownId = provider + "-several-" + System.nanoTime();
        for (int i = 0; i < messages.size(); i++) {
            stage.link(messages.get(i), connection, ownId + "/1555010" + i);
        }
        Answer answer = stage.post(
                connection,
                posted("", body.replace('\'', '"').replace("CID", ownId).replace("MESSAGE", messages.get(0))));
        assertThat(answer.body().path("results").findValuesAsText("result"))
                .containsExactly("confirmed", "confirmed", "released");
    }

    /** Ids come back in another case, with other zeros, and from SMPP in another base. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plivo | ABC-NUMBER | MessageUUID=abc-NUMBER&Status=delivered",
                "smpp | 70BDNUMBER | id:00DECIMAL stat:DELIVRD",
                "smpp | DECIMAL | id:70bdNUMBER stat:DELIVRD",
                "seven | NUMBER | data[msg_id]=000NUMBER&data[status]=DELIVERED",
                "messente | sms-NUMBER | {\"status\":\"DELIVRD\",\"omnimessage_id\":\"sms-NUMBER\"}"
            })
    void findsAMessageByItsLink(String provider, String carrierId, String body) {
        String connection = connectionOf(provider);
        String message = stage.messages(connection, 1).get(0);
        String number = Long.toString(System.nanoTime() % 10_000_000 + 10_000_000);
        String decimal = Long.toString(Long.parseLong("70bd" + number, 16));
        stage.link(message, connection, carrierId.replace("NUMBER", number).replace("DECIMAL", decimal));
        stage.post(connection, posted("", body.replace("NUMBER", number).replace("DECIMAL", decimal)));
        assertThat(stage.stateOf(message)).isEqualTo("confirmed");
    }

    @Test
    void nobodyLinksAnothersMessages() {
        String message = stage.messages(connectionOf("twilio"), 1).get(0);
        Tenant other = stage.api.tenant("1");
        String link =
                "{\"links\":[{\"message\":\"" + message + "\",\"connection\":\"of-twilio\",\"carrierId\":\"stolen\"}]}";
        assertThat(other.call("POST", "/v1/messages/links", link).status()).isEqualTo(404);
        assertThat(stage.api
                        .operator("POST", "/v1/messages/links", link.replace("of-twilio", "none"))
                        .status())
                .isEqualTo(404);
        assertThat(stage.api
                        .operator("POST", "/v1/messages/links", link.replace(message, "x"))
                        .text("/faults/0/pointer"))
                .isEqualTo("/links/0/message");
    }
}
