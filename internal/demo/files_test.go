package demo_test

import (
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/api/httpbody"

	filesv1 "zhengcun/api/zhengcun/files/v1"
	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	inspectionsv1 "zhengcun/api/zhengcun/inspections/v1"
)

// files finds the papers and the photo of the story.
func (w *world) files(t *testing.T) {
	ctx, conn := w.login("leader"), w.Conn()
	acceptances := must[*inspectionsv1.ListAcceptancesResponse](t)(inspectionsv1.NewAcceptanceServiceClient(conn).ListAcceptances(ctx,
		&inspectionsv1.ListAcceptancesRequest{Query: "千佛塔村通村公路", State: inspectionsv1.AcceptanceState_ACCEPTANCE_STATE_CONFIRMED}))
	claims := must[*fundsv1.ListClaimsResponse](t)(fundsv1.NewClaimServiceClient(conn).ListClaims(ctx, &fundsv1.ListClaimsRequest{Query: "千佛塔村通村公路"}))
	if len(acceptances.Acceptances) != 1 || len(claims.Claims) != 2 {
		t.Fatalf("the story has %d acceptances and %d claims", len(acceptances.Acceptances), len(claims.Claims))
	}
	client := filesv1.NewFileServiceClient(conn)
	kinds := map[string]int{}
	find := func(subject filesv1.FileSubject, id string) {
		for _, file := range must[*filesv1.ListFilesResponse](t)(client.ListFiles(ctx, &filesv1.ListFilesRequest{Subject: subject, SubjectId: id})).Files {
			body := must[*httpbody.HttpBody](t)(client.DownloadFile(ctx, &filesv1.DownloadFileRequest{Id: file.Id}))
			if int64(len(body.Data)) != file.SizeBytes || file.SizeBytes > 100_000 || !strings.Contains(file.Name, "演示") || file.Deletable {
				t.Errorf("%v has %d bytes", file, len(body.Data))
			}
			kinds[file.MediaType]++
		}
	}
	find(filesv1.FileSubject_FILE_SUBJECT_ACCEPTANCE, acceptances.Acceptances[0].Id)
	for _, c := range claims.Claims {
		find(filesv1.FileSubject_FILE_SUBJECT_CLAIM, c.Id)
	}
	if kinds["image/png"] != 1 || kinds["application/pdf"] != 3 {
		t.Errorf("files %v", kinds)
	}
}
