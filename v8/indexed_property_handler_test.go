package v8_test

import (
	"testing"

	"github.com/golang/mock/gomock"
	"github.com/stretchr/testify/require"

	"github.com/nodeisolates/isolates/internal/misuse"
	"github.com/nodeisolates/isolates/internal/v8test"
	"github.com/nodeisolates/isolates/v8"
	"github.com/nodeisolates/isolates/v8/internal/mocks"
)

// indexed is a handler that has everything.
type indexed struct {
	*mocks.MockIndexedPropertyHandler
	*mocks.MockIndexedPropertySetter
	*mocks.MockIndexedPropertyQuerier
	*mocks.MockIndexedPropertyDeleter
	*mocks.MockIndexedPropertyEnumerator
	*mocks.MockIndexedPropertyDefiner
	*mocks.MockIndexedPropertyDescriber
}

// EXPECT would be ambiguous.
func (indexed) EXPECT() {}

func TestIndexedPropertyHandler(t *testing.T) {
	c := gomock.NewController(t)
	h := indexed{
		mocks.NewMockIndexedPropertyHandler(c), mocks.NewMockIndexedPropertySetter(c), mocks.NewMockIndexedPropertyQuerier(c),
		mocks.NewMockIndexedPropertyDeleter(c), mocks.NewMockIndexedPropertyEnumerator(c), mocks.NewMockIndexedPropertyDefiner(c),
		mocks.NewMockIndexedPropertyDescriber(c),
	}
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	require.NoError(t, template.SetIndexedPropertyHandler(h, v8.HasNoSideEffect))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		const last = uint32(1<<32 - 2)
		h.MockIndexedPropertyHandler.EXPECT().GetIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), uint32(3)).Return(v8.NewInteger(5), true, nil)
		h.MockIndexedPropertyHandler.EXPECT().GetIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), last).Return(v8.NewInteger(6), true, nil)
		h.MockIndexedPropertyHandler.EXPECT().GetIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), uint32(4)).Return(v8.Value{}, false, v8.RangeError.Errorf("four"))
		v8test.Same(t, s, "o[3]", "5", "o['4294967294']", "6", "o[4294967295]", "undefined", "o[-1]", "undefined", "o.name", "undefined")
		v8test.Throws(t, s, "o[4]", "RangeError: four")

		h.MockIndexedPropertySetter.EXPECT().SetIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), uint32(0), v8.NewInteger(1)).Return(true, nil)
		v8test.Same(t, s, "o[0] = 1", "1")

		h.MockIndexedPropertyDeleter.EXPECT().DeleteIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), uint32(0)).Return(false, true, nil)
		v8test.Same(t, s, "delete o[0]", "false")

		h.MockIndexedPropertyEnumerator.EXPECT().EnumerateIndices(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{})).Return([]uint32{last, 7, 2, 7}, nil).Times(2)
		h.MockIndexedPropertyQuerier.EXPECT().QueryIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), uint32(2)).Return(v8.DontEnum, true, nil).AnyTimes()
		h.MockIndexedPropertyQuerier.EXPECT().QueryIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), gomock.Any()).Return(v8.None, true, nil).AnyTimes()
		v8test.Same(t, s, "Object.keys(o).join()", "4294967294,7", "Reflect.ownKeys(o).join()", "4294967294,7,2")
		h.MockIndexedPropertyEnumerator.EXPECT().EnumerateIndices(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{})).Return(nil, nil)
		v8test.Same(t, s, "Object.keys(o).length", "0")
		h.MockIndexedPropertyEnumerator.EXPECT().EnumerateIndices(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{})).Return(nil, v8.TypeError.Errorf("no"))
		v8test.Throws(t, s, "Object.keys(o)", "TypeError: no")
		h.MockIndexedPropertyEnumerator.EXPECT().EnumerateIndices(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{})).Return([]uint32{1<<32 - 1}, nil)
		require.PanicsWithValue(t, misuse.Index, func() { v8test.Eval(s, "Object.keys(o)") })

		one := v8.NewInteger(1)
		h.MockIndexedPropertyDescriber.EXPECT().DescribeIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), uint32(1)).Return(v8.PropertyDescriptor{Value: &one}, true, nil)
		v8test.Same(t, s, "Object.getOwnPropertyDescriptor(o, 1).value", "1")
		h.MockIndexedPropertyDescriber.EXPECT().DescribeIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), gomock.Any()).Return(v8.PropertyDescriptor{}, false, nil).AnyTimes()
		h.MockIndexedPropertyDefiner.EXPECT().DefineIndex(gomock.AssignableToTypeOf(v8.PropertyCallbackInfo{}), uint32(9), gomock.Any()).DoAndReturn(
			func(_ v8.PropertyCallbackInfo, _ uint32, d v8.PropertyDescriptor) (bool, error) {
				require.Equal(t, "8", d.Value.String())
				return true, nil
			})
		v8test.Same(t, s, "Object.defineProperty(o, 9, {value: 8}) === o", "true")
	})
}

func TestHandlerOfBothKinds(t *testing.T) {
	iso := v8test.Isolate(t, v8.IsolateOptions{})
	template := v8test.ObjectTemplate(iso)
	h := v8test.Handler{
		Named: func(info v8.PropertyCallbackInfo, name v8.Name) (v8.Value, bool, error) {
			return v8.NewInteger(3), name.String() == "length", nil
		},
		Indexed: func(info v8.PropertyCallbackInfo, index uint32) (v8.Value, bool, error) {
			return v8.NewNumber(float64(index) * 10), index < 3, nil
		},
	}
	require.NoError(t, template.SetNamedPropertyHandler(h, 0))
	require.NoError(t, template.SetIndexedPropertyHandler(h, 0))
	v8test.RunIn(t, v8test.ContextIn(t, iso), func(s *v8.Scope) {
		v8test.Instance(t, s, "o", template)
		v8test.Same(t, s, "Array.from(o).join()", "0,10,20", "Array.prototype.indexOf.call(o, 20)", "2",
			"o[3]", "undefined", "Object.setPrototypeOf(Array.prototype, o); [,,,5].join()", "0,10,20,5")
	})
}
