package people

import (
	"context"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/platform/idempotency"
	"zhengcun/internal/platform/wire"
)

type idempotencyKeys struct {
	peoplev1.UnimplementedIdempotencyKeyServiceServer
}

// LookupIdempotencyKey tells what was done under a key of the caller's own.
func (s *idempotencyKeys) LookupIdempotencyKey(ctx context.Context, req *peoplev1.LookupIdempotencyKeyRequest) (*peoplev1.IdempotencyKey, error) {
	done, err := idempotency.Lookup(ctx, viewer(ctx).Caller(), req.IdempotencyKey)
	if err != nil {
		return nil, err
	}
	answer := &peoplev1.IdempotencyKey{IdempotencyKey: req.IdempotencyKey, Method: shortMethod(done.Method), CreateTime: wire.Time(done.At), Resources: done.Resources}
	if done.Expires != nil {
		answer.ExpireTime = wire.Time(*done.Expires)
	}
	return answer, nil
}
